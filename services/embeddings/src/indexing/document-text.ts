import type { IndexedContent } from '@smartcontent/contracts';
import type { IndexedDocument } from '../indexed-document.js';
import type { ClaimedDocument } from './index-queue.store.js';

/** What is to be indexed of one document: all but its chunks and their vectors. */
export interface DocumentText {
  readonly document: ClaimedDocument;
  /** Content's own, or the one of the text that was put here. */
  readonly revision: number;
  readonly title: string;
  readonly text: string;
  readonly metadata: IndexedDocument['metadata'];
}

export function textOfContent(document: ClaimedDocument, content: IndexedContent): DocumentText {
  const metadata = {
    userId: content.user_id,
    contentType: content.content_type,
    platform: content.platform,
    status: content.status,
    topics: content.topics,
    createdAt: new Date(content.created_at),
    updatedAt: new Date(content.updated_at),
    publishedAt: dateOf(content.published_at),
    qualityScore: content.quality_score,
  };
  return { document, revision: content.revision, title: content.title ?? '', text: content.content_text ?? '', metadata };
}

export function textPutHere(document: ClaimedDocument): DocumentText {
  const told = document.metadata;
  const metadata = {
    userId: told?.user_id ?? null,
    contentType: told?.content_type ?? null,
    platform: told?.platform ?? null,
    status: told?.status ?? null,
    topics: told?.topics ?? [],
    createdAt: new Date(told?.created_at ?? document.created_at),
    updatedAt: new Date(document.updated_at),
    publishedAt: dateOf(told?.published_at ?? null),
    qualityScore: told?.quality_score ?? null,
  };
  return { document, revision: document.revision, title: document.title ?? '', text: document.content_text ?? '', metadata };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
