import { Injectable } from '@nestjs/common';
import type { IndexedContent, InputOf, OutputOf, PageForIndex, ReadForIndex, RequestContext } from '@smartcontent/contracts';
import { IndexFeedStore } from './index-feed.store.js';

/** Of the answer as JSON. One content always fits: it came in a message of the same size. */
const ANSWER_BYTES = 700 * 1024;
const MAX_TOPICS = 50;
const MAX_TOPIC_LENGTH = 100;

/** Tells an index of contents what there is and what it says. */
@Injectable()
export class IndexFeedService {
  constructor(private readonly store: IndexFeedStore) {}

  async read({ content_ids }: InputOf<typeof ReadForIndex>, context: RequestContext): Promise<OutputOf<typeof ReadForIndex>> {
    const items: IndexedContent[] = [];
    const left: string[] = [];
    let bytes = 0;
    for (const { has_room, topics, ...row } of await this.store.read(context, content_ids, ANSWER_BYTES)) {
      const item = { ...row, topics: textsOf(topics) };
      bytes += Buffer.byteLength(JSON.stringify(item));
      if (!has_room || (items.length > 0 && bytes > ANSWER_BYTES)) left.push(row.id);
      else items.push(item);
    }
    return { items, left };
  }

  async page({ after, limit }: InputOf<typeof PageForIndex>, { actor }: RequestContext): Promise<OutputOf<typeof PageForIndex>> {
    return { items: await this.store.page(actor.company_id, after, limit) };
  }
}

/** Metadata is whatever its author put there. */
function textsOf(topics: unknown): string[] {
  const list = Array.isArray(topics) ? topics : [topics];
  return list.flatMap((topic) => (typeof topic === 'string' && topic !== '' ? shortened(topic) : [])).slice(0, MAX_TOPICS);
}

/** Never half a letter: no index takes it. */
function shortened(topic: string): string {
  return topic.slice(0, MAX_TOPIC_LENGTH).replace(/[\ud800-\udbff]$/, '');
}
