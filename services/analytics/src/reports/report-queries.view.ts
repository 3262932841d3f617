import { defineQuery } from '@smartcontent/clickhouse';
import { z } from 'zod';

const NO_CONTENT = "toUUID('00000000-0000-0000-0000-000000000000')";
const milliseconds = z.number().int().nonnegative();
const filters = {
  company_id: z.uuid(),
  event_type: z.string().nullable(),
  platform: z.string().nullable(),
  content_id: z.uuid().nullable(),
};
const segments = {
  from: milliseconds,
  to: milliseconds,
  minuteFrom: milliseconds,
  minuteTo: milliseconds,
  quarterFrom: milliseconds,
  quarterTo: milliseconds,
  dayFrom: milliseconds,
  dayTo: milliseconds,
};
const counts = { events: z.number().int(), visitors: z.number().int() };

const instant = (name: string) => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;
const second = (name: string) => `toDateTime(intDiv({${name}:Int64}, 1000), 'UTC')`;
const between = (column: string, from: string, to: string) => `(${column} >= ${second(from)} AND ${column} < ${second(to)})`;

const FILTERS = `company_id = {company_id:UUID}
  AND ({event_type:Nullable(String)} IS NULL OR event_type = {event_type:Nullable(String)})
  AND ({platform:Nullable(String)} IS NULL OR platform = {platform:Nullable(String)})
  AND ({content_id:Nullable(UUID)} IS NULL OR content_id = {content_id:Nullable(UUID)})`;
const EVENT_RANGE = (from: string, to: string) => `(timestamp >= ${instant(from)} AND timestamp < ${instant(to)})`;
const COLUMNS = 'event_type, content_id, platform, bucket';

/** The events of a range from the rollups, and from single events at its ends; see segments.ts. */
const SOURCE = `(
  SELECT ${COLUMNS}, events, visitors FROM events_by_day WHERE ${FILTERS} AND ${between('bucket', 'dayFrom', 'dayTo')}
  UNION ALL
  SELECT ${COLUMNS}, events, visitors FROM events_by_quarter
  WHERE ${FILTERS} AND (${between('bucket', 'quarterFrom', 'dayFrom')} OR ${between('bucket', 'dayTo', 'quarterTo')})
  UNION ALL
  SELECT ${COLUMNS}, events, visitors FROM events_by_minute
  WHERE ${FILTERS} AND (${between('bucket', 'minuteFrom', 'quarterFrom')} OR ${between('bucket', 'quarterTo', 'minuteTo')})
  UNION ALL
  SELECT event_type, ifNull(content_id, ${NO_CONTENT}) AS content_id, platform, toStartOfMinute(timestamp) AS bucket,
    count() AS events, uniqCombined64StateIf(14)(visitor, visitor != 0) AS visitors
  FROM events
  WHERE ${FILTERS} AND (${EVENT_RANGE('from', 'minuteFrom')} OR ${EVENT_RANGE('minuteTo', 'to')})
  GROUP BY ${COLUMNS}
)`;
const SUMS = 'sum(events) AS events, uniqCombined64Merge(14)(visitors) AS visitors';

export const totalsQuery = defineQuery({
  name: 'reports.totals',
  sql: `SELECT event_type, ${SUMS} FROM ${SOURCE} GROUP BY event_type ORDER BY events DESC, event_type LIMIT 1000`,
  params: z.object({ ...filters, ...segments }),
  row: z.object({ event_type: z.string(), ...counts }),
});

export const topContentQuery = defineQuery({
  name: 'reports.top-content',
  sql: `SELECT content_id, ${SUMS} FROM ${SOURCE} WHERE content_id != ${NO_CONTENT}
    GROUP BY content_id ORDER BY events DESC, content_id LIMIT {limit:UInt32}`,
  params: z.object({ ...filters, ...segments, limit: z.number().int() }),
  row: z.object({ content_id: z.uuid(), ...counts }),
});

const BUCKETS = {
  minute: 'toStartOfMinute',
  quarter: 'toStartOfFifteenMinutes',
  hour: 'toStartOfHour',
  day: 'toStartOfDay',
} as const;
export type Interval = keyof typeof BUCKETS;

/**
 * Every bucket of the range is there: its ticks (each minute, or each quarter of an hour) go through the same function as
 * the events, so the two agree on every change of clocks in every zone.
 */
function timeSeriesQuery(interval: Interval) {
  const bucketOf = (time: string) => `toDateTime(${BUCKETS[interval]}(toTimeZone(${time}, {time_zone:String})), {time_zone:String})`;
  const tick = interval === 'minute' ? 60 : 900;
  const firstTick = `intDiv({from:Int64}, ${tick * 1000}) * ${tick}`;
  const tickCount = `intDiv({to:Int64} - 1, ${tick * 1000}) - intDiv({from:Int64}, ${tick * 1000}) + 1`;
  return defineQuery({
    name: `reports.time-series-${interval}`,
    sql: `SELECT toUnixTimestamp(at) AS at_seconds, timezoneOffset(at) AS offset_seconds, ${SUMS} FROM (
        SELECT ${bucketOf('bucket')} AS at, events, visitors FROM ${SOURCE}
        UNION ALL
        SELECT ${bucketOf(`toDateTime(${firstTick} + number * ${tick}, 'UTC')`)} AS at, toUInt64(0) AS events,
          uniqCombined64StateIf(14)(toUInt64(0), false) AS visitors
        FROM numbers(toUInt64(${tickCount})) GROUP BY at
      ) GROUP BY at ORDER BY at`,
    params: z.object({ ...filters, ...segments, time_zone: z.string() }),
    row: z.object({ at_seconds: z.number().int(), offset_seconds: z.number().int(), ...counts }),
  });
}

export const timeSeriesQueries = {
  minute: timeSeriesQuery('minute'),
  quarter: timeSeriesQuery('quarter'),
  hour: timeSeriesQuery('hour'),
  day: timeSeriesQuery('day'),
};

export const breakdownQuery = defineQuery({
  name: 'reports.breakdown',
  sql: `SELECT properties[{property:String}] AS value, count() AS events, uniqCombined64If(14)(visitor, visitor != 0) AS visitors
    FROM events WHERE ${FILTERS} AND ${EVENT_RANGE('from', 'to')} AND mapContains(properties, {property:String})
    GROUP BY value ORDER BY events DESC, value LIMIT {limit:UInt32}`,
  params: z.object({ ...filters, from: milliseconds, to: milliseconds, property: z.string(), limit: z.number().int() }),
  row: z.object({ value: z.string(), ...counts }),
});

export const eventQuery = defineQuery({
  name: 'reports.event',
  sql: `SELECT event_id, event_type, toUnixTimestamp64Milli(timestamp) AS timestamp_ms, toUnixTimestamp64Milli(received_at) AS received_ms,
      content_id, platform, properties
    FROM events WHERE company_id = {company_id:UUID} AND event_id = {event_id:UUID} AND ${EVENT_RANGE('from', 'to')} LIMIT 1`,
  params: z.object({ company_id: z.uuid(), event_id: z.uuid(), from: milliseconds, to: milliseconds }),
  row: z.object({
    event_id: z.uuid(),
    event_type: z.string(),
    timestamp_ms: z.number(),
    received_ms: z.number(),
    content_id: z.uuid().nullable(),
    platform: z.string(),
    properties: z.record(z.string(), z.string()),
  }),
});

export const timeZonesQuery = defineQuery({
  name: 'reports.time-zones',
  sql: 'SELECT time_zone FROM system.time_zones',
  params: z.object({}),
  row: z.object({ time_zone: z.string() }),
});
