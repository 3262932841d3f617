import { Injectable } from '@nestjs/common';
import { RequestClient } from '@smartcontent/bus';
import { AppError, type PerformanceSum, type RequestContext, SumPerformance } from '@smartcontent/contracts';
import { leavingTime } from '../leaving-time.js';
import { mergeSums } from './merge-sums.js';

/** Contents of one question. */
const AT_ONCE = 500;
/** Questions under way, so that one large campaign does not take all that analytics has. */
const ABREAST = 4;

/** What a report waits for its figures at most. */
const MOST_MS = 3_000;

/** What was counted of contents, from the snapshots of analytics. */
@Injectable()
export class Performances {
  constructor(private readonly requests: RequestClient) {}

  /**
   * @param top how many contents are named
   * @throws AppError PLATFORM_SERVICE_UNAVAILABLE and its like where analytics does not answer
   */
  async of(contentIds: readonly string[], context: RequestContext, top = 0): Promise<PerformanceSum> {
    const pieces = Array.from({ length: Math.ceil(contentIds.length / AT_ONCE) }, (_, n) =>
      contentIds.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
    );
    const sums: PerformanceSum[] = [];
    for (let n = 0; n < pieces.length; n += ABREAST) {
      const asked = pieces.slice(n, n + ABREAST).map((content_ids) => this.requests.call(SumPerformance, { content_ids, top }, context));
      sums.push(...(await Promise.all(asked)));
    }
    return mergeSums(sums, top);
  }

  /** Null where analytics does not answer, or refuses. */
  async ofIfThere(contentIds: readonly string[], context: RequestContext, top: number): Promise<PerformanceSum | null> {
    try {
      return await this.of(contentIds, leavingTime(context, MOST_MS), top);
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }
}
