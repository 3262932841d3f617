import { Injectable } from '@nestjs/common';
import { RequestClient } from '@smartcontent/bus';
import { AppError, type OutputOf, ReadPerformance, type RequestContext } from '@smartcontent/contracts';

type Items = OutputOf<typeof ReadPerformance>['items'];

/** Contents of one question: their figures fit into one answer, on however many platforms they stand. */
const AT_ONCE = 100;
/** Questions under way, so that one large campaign does not take all that analytics has. */
const ABREAST = 4;

/** What was counted of contents, from the snapshots of analytics. */
@Injectable()
export class Performances {
  constructor(private readonly requests: RequestClient) {}

  /** @throws AppError PLATFORM_SERVICE_UNAVAILABLE and its like where analytics does not answer */
  async of(contentIds: readonly string[], context: RequestContext): Promise<Items> {
    const pieces = Array.from({ length: Math.ceil(contentIds.length / AT_ONCE) }, (_, n) =>
      contentIds.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
    );
    const items: Items = [];
    for (let n = 0; n < pieces.length; n += ABREAST) {
      const asked = pieces.slice(n, n + ABREAST).map((content_ids) => this.requests.call(ReadPerformance, { content_ids }, context));
      for (const answer of await Promise.all(asked)) items.push(...answer.items);
    }
    return items;
  }

  /** Null where analytics does not answer, or refuses. */
  async ofIfThere(contentIds: readonly string[], context: RequestContext): Promise<Items | null> {
    try {
      return await this.of(contentIds, context);
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }
}
