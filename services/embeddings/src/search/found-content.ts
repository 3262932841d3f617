import type { FoundContent } from '@smartcontent/contracts';
import { highlight } from './highlight.js';
import type { ChunkText, LiveContent } from './live-contents.store.js';
import type { Hit, NearHit } from './search.store.js';

/** What lies near under one model, the nearest first. */
export interface Near {
  readonly model: string;
  readonly hits: readonly NearHit[];
}

interface Place {
  readonly id: string;
  readonly score: number;
  readonly words: readonly Hit[];
  readonly near: readonly Near[];
}

/** One content as a search shows it, with the chunks that it was found by. */
export function contentOf(
  live: LiveContent,
  chunks: readonly ChunkText[],
  place: Place,
  weights: ReadonlyMap<string, number>,
): FoundContent {
  const rankAmong = (hits: readonly Hit[]) => hits.findIndex(({ writeId }) => writeId === place.id) + 1 || null;
  const ranks = place.near.flatMap(({ hits }) => rankAmong(hits) ?? []);
  const similarities = place.near.flatMap(({ hits }) => hits.find(({ writeId }) => writeId === place.id)?.similarity ?? []);
  return {
    content_id: live.content_id,
    title: live.title,
    user_id: live.user_id,
    content_type: live.content_type,
    platform: live.platform,
    status: live.status,
    topics: live.topics,
    created_at: live.created_at,
    published_at: live.published_at,
    quality_score: live.quality_score,
    score: place.score,
    word_rank: rankAmong(place.words),
    meaning_rank: ranks.length > 0 ? Math.min(...ranks) : null,
    similarity: similarities.length > 0 ? Math.max(...similarities) : null,
    highlights: chunks.toSorted((a, b) => a.chunk - b.chunk).map((chunk) => highlight(chunk, weights)),
  };
}
