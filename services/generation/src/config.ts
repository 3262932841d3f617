import { ConfigError, readServiceConfig, type ServiceConfig } from '@smartcontent/service';
import { z } from 'zod';

/** Until then an answer may come late and change what is booked (reservations are kept for 30 days). */
const LEAST_DAYS = 62;
const MOST_DAYS = 36_500;
const days = (least: number, usual: number) => z.coerce.number({ error: 'must be days' }).int().min(least).max(MOST_DAYS).default(usual);

const variables = z.object({
  HISTORY_KEPT_DAYS: days(LEAST_DAYS, 730),
  USAGE_KEPT_DAYS: days(LEAST_DAYS, 365),
  USAGE_SUMMARY_KEPT_DAYS: days(1, 3 * 365),
  METRICS_KEPT_DAYS: days(LEAST_DAYS, 90),
  METRICS_SUMMARY_KEPT_DAYS: days(1, 365),
});

/** How long usage stands row by row, and its summaries after that; in days. Injectable by its class. */
export class RetentionConfig {
  constructor(
    /** Of content_history, before it goes to the archive. */
    readonly historyDays: number,
    /** Of api_usage, before its sums by day are all that is left. */
    readonly usageDays: number,
    /** Of these sums, after `usageDays`. */
    readonly usageSummaryDays: number,
    /** Of performance_metrics, before its sums by day are all that is left. */
    readonly metricsDays: number,
    /** Of these sums, after `metricsDays`. */
    readonly metricsSummaryDays: number,
  ) {
    Object.freeze(this);
  }
}

/** What generation was told by its environment: the part of every service, and its own. */
export interface GenerationConfig {
  readonly service: ServiceConfig;
  readonly retention: RetentionConfig;
}

/**
 * The only reader of the environment in this service.
 * @throws ConfigError that names every missing or malformed variable.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): GenerationConfig {
  const service = readServiceConfig('generation', env, { postgres: true, redis: true });
  const own = variables.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!own.success)
    throw new ConfigError(
      'generation',
      own.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
    );
  const { HISTORY_KEPT_DAYS, USAGE_KEPT_DAYS, USAGE_SUMMARY_KEPT_DAYS, METRICS_KEPT_DAYS, METRICS_SUMMARY_KEPT_DAYS } = own.data;
  const retention = new RetentionConfig(
    ...([HISTORY_KEPT_DAYS, USAGE_KEPT_DAYS, USAGE_SUMMARY_KEPT_DAYS, METRICS_KEPT_DAYS, METRICS_SUMMARY_KEPT_DAYS] as const),
  );
  return Object.freeze({ service, retention });
}
