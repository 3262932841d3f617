import { Injectable } from '@nestjs/common';
import {
  AppError,
  type InputOf,
  type OutputOf,
  type ReportUserCalls,
  type RequestContext,
  type RequestContract,
} from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { type Horizons, type Range, type ReportName, ReportsView } from './reports.view.js';

/** Ten years. */
const MAX_DAYS = 3_660;
const DAY_MS = 24 * 3_600_000;

type ItemsOf<C extends RequestContract> = OutputOf<C> extends { items: (infer Item)[] } ? Item : never;

/** What the company's runs used, cost and took. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly database: Database,
    private readonly view: ReportsView,
  ) {}

  /** @throws AppError GENERATION_RANGE_INVALID with data.max_days, GENERATION_RANGE_NOT_KEPT with data.single_since and data.kept_since */
  async over<C extends RequestContract>(
    name: ReportName,
    { from, to, limit }: Range & { readonly limit?: number },
    context: RequestContext,
  ): Promise<{ items: ItemsOf<C>[] }> {
    requireRange({ from, to });
    const values = limit === undefined ? [from, to] : [from, to, limit];
    return this.database.withTenant(context, async (tx) => {
      const items = await this.view.rows<ItemsOf<C>>(tx, name, values);
      requireKept({ from, to }, await this.view.horizons(tx, name));
      return { items };
    });
  }

  async userCalls(input: InputOf<typeof ReportUserCalls>, context: RequestContext): Promise<OutputOf<typeof ReportUserCalls>> {
    const values = [input.more_than, input.limit];
    return { items: await this.database.withTenant(context, (tx) => this.view.rows(tx, 'userCalls', values)) };
  }
}

function requireRange({ from, to }: Range): void {
  const milliseconds = Date.parse(to) - Date.parse(from);
  const detail = milliseconds > 0 ? `The range is longer than ${MAX_DAYS} days` : 'The range is empty or reversed';
  if (!(milliseconds > 0 && milliseconds <= MAX_DAYS * DAY_MS))
    throw new AppError('GENERATION_RANGE_INVALID', { detail, data: { max_days: MAX_DAYS } });
}

/** A day whose rows were rolled up is a whole: a report would have to leave out, or count in, what is beside its range. */
function requireKept({ from, to }: Range, { single, summed }: Horizons): void {
  const isKept = summed === null || Date.parse(from) >= Date.parse(summed);
  const isWhole = [from, to].every((end) => single === null || Date.parse(end) >= Date.parse(single) || isMidnight(end));
  if (isKept && isWhole) return;
  const detail = isKept
    ? `Before ${single} sums of whole days are kept: let the range begin and end at a midnight of UTC there`
    : `Usage before ${summed} is not kept any more`;
  throw new AppError('GENERATION_RANGE_NOT_KEPT', { detail, data: { single_since: single, kept_since: summed } });
}

/** Also of what is finer than a millisecond, which `Date` does not see. */
function isMidnight(instant: string): boolean {
  return Date.parse(instant) % DAY_MS === 0 && !/\.\d*[1-9]/.test(instant);
}
