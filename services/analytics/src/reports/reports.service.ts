import { Injectable } from '@nestjs/common';
import { ClickHouse } from '@smartcontent/clickhouse';
import {
  AppError,
  type GetBreakdown,
  type GetEvent,
  type GetTimeSeries,
  type GetTopContent,
  type GetTotals,
  type InputOf,
  type OutputOf,
} from '@smartcontent/contracts';
import { requireRange } from '../time-range.js';
import {
  breakdownQuery,
  eventQuery,
  type Interval,
  timeSeriesQueries,
  timeZonesQuery,
  topContentQuery,
  totalsQuery,
} from './report-queries.view.js';
import { segmentsOf } from './segments.js';

/** Rollups answer for ten years at once. */
const MAX_DAYS = 3_660;
/** These read single events. */
const MAX_RAW_DAYS = 366;
/** Keeps an answer below 3,700 buckets. */
const MAX_SERIES_DAYS: Record<Interval, number> = { minute: 2, quarter: 31, hour: 93, day: MAX_DAYS };
/** A thousand values of 8,192 characters would not fit into one answer. */
const MAX_BREAKDOWN_BYTES = 512 * 1024;

interface Filters {
  readonly event_type?: string;
  readonly content_id?: string;
  readonly platform?: string;
}

/** Reports of one company, over a range that is always given and always capped. */
@Injectable()
export class ReportsService {
  #timeZones: Promise<ReadonlySet<string>> | null = null;

  constructor(private readonly clickhouse: ClickHouse) {}

  async totals(companyId: string, input: InputOf<typeof GetTotals>): Promise<OutputOf<typeof GetTotals>> {
    const segments = segmentsOf(requireRange(input, MAX_DAYS), 'day');
    return { items: await this.clickhouse.run(totalsQuery, { ...filtersOf(companyId, input), ...segments }) };
  }

  async timeSeries(companyId: string, input: InputOf<typeof GetTimeSeries>): Promise<OutputOf<typeof GetTimeSeries>> {
    const { interval, time_zone } = input;
    const range = requireRange(input, MAX_SERIES_DAYS[interval]);
    await this.#requireTimeZone(time_zone);
    const coarsest = interval === 'minute' ? 'minute' : interval === 'day' && time_zone === 'UTC' ? 'day' : 'quarter';
    const params = { ...filtersOf(companyId, input), ...segmentsOf(range, coarsest), time_zone };
    const rows = await this.clickhouse.run(timeSeriesQueries[interval], params);
    return {
      items: rows.map(({ at_seconds, offset_seconds, events, visitors }) => ({
        bucket: localInstant(at_seconds, offset_seconds),
        events,
        visitors,
      })),
    };
  }

  async topContent(companyId: string, input: InputOf<typeof GetTopContent>): Promise<OutputOf<typeof GetTopContent>> {
    const segments = segmentsOf(requireRange(input, MAX_DAYS), 'day');
    return { items: await this.clickhouse.run(topContentQuery, { ...filtersOf(companyId, input), ...segments, limit: input.limit }) };
  }

  async breakdown(companyId: string, input: InputOf<typeof GetBreakdown>): Promise<OutputOf<typeof GetBreakdown>> {
    const range = requireRange(input, MAX_RAW_DAYS);
    const { property, limit } = input;
    const items = await this.clickhouse.run(breakdownQuery, { ...filtersOf(companyId, input), ...range, property, limit });
    return { items: withinBytes(items, MAX_BREAKDOWN_BYTES) };
  }

  async event(companyId: string, input: InputOf<typeof GetEvent>): Promise<OutputOf<typeof GetEvent>> {
    const range = requireRange(input, MAX_RAW_DAYS);
    const [row] = await this.clickhouse.run(eventQuery, { company_id: companyId, event_id: input.event_id, ...range });
    if (!row) throw new AppError('ANALYTICS_EVENT_NOT_FOUND');
    const { timestamp_ms, received_ms, ...event } = row;
    return { ...event, timestamp: new Date(timestamp_ms).toISOString(), received_at: new Date(received_ms).toISOString() };
  }

  /** ClickHouse's own list decides: it has to know the name, and it tells capital letters apart. */
  async #requireTimeZone(name: string): Promise<void> {
    this.#timeZones ??= this.clickhouse.run(timeZonesQuery, {}).then((rows) => new Set(rows.map((row) => row.time_zone)));
    this.#timeZones.catch(() => {
      this.#timeZones = null;
    });
    if (!(await this.#timeZones).has(name)) throw new AppError('ANALYTICS_TIME_ZONE_UNKNOWN', { data: { time_zone: name } });
  }
}

function filtersOf(
  companyId: string,
  { event_type = null, content_id = null, platform = null }: { [K in keyof Filters]?: Filters[K] | null },
) {
  return { company_id: companyId, event_type, content_id, platform };
}

/** As many of the first items as fit. */
function withinBytes<T>(items: readonly T[], bytes: number): T[] {
  let left = bytes;
  return items.filter((item) => {
    left -= Buffer.byteLength(JSON.stringify(item));
    return left >= 0;
  });
}

/** `2026-01-01T00:00:00+01:00` of an instant and its zone's offset. */
function localInstant(atSeconds: number, offsetSeconds: number): string {
  const local = new Date((atSeconds + offsetSeconds) * 1_000).toISOString().slice(0, 19);
  const minutes = Math.abs(Math.trunc(offsetSeconds / 60));
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${local}${offsetSeconds < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
