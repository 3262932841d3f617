import { Injectable } from '@nestjs/common';
import { RequestClient } from '@smartcontent/bus';
import { type IndexedContent, ReadForIndex, type RequestContext } from '@smartcontent/contracts';

/** Reads contents from content, as much as one answer carries at a time. */
@Injectable()
export class ContentReader {
  constructor(private readonly requests: RequestClient) {}

  /** Each yield is one answer: what was read, and which of those asked for do not exist. */
  async *read(contentIds: readonly string[], context: RequestContext): AsyncGenerator<{ found: IndexedContent[]; gone: string[] }> {
    for (let rest = [...contentIds]; rest.length > 0; ) {
      const { items, left } = await this.requests.call(ReadForIndex, { content_ids: rest }, context);
      const known = new Set([...left, ...items.map(({ id }) => id)]);
      yield { found: items, gone: rest.filter((id) => !known.has(id)) };
      rest = left;
    }
  }
}
