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
  RETENTION_EVERY_SECONDS: z.coerce.number({ error: 'must be seconds' }).int().min(1).max(86_400).default(3_600),
});

/** How long usage stands row by row, and its sums after that; in days. */
export interface KeptDays {
  /** Of content_history, before it goes to the archive. */
  readonly history: number;
  /** Of api_usage, before its sums by day are all that is left. */
  readonly usage: number;
  /** Of these sums, after `usage`. */
  readonly usageSummary: number;
  /** Of performance_metrics, before its sums by day are all that is left. */
  readonly metrics: number;
  /** Of these sums, after `metrics`. */
  readonly metricsSummary: number;
}

/** What is kept for how long. Injectable by its class. */
export class RetentionConfig {
  constructor(
    readonly days: KeptDays,
    /** How often it is looked for what has had its time. */
    readonly everySeconds: number,
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
  const { data } = own;
  const kept: KeptDays = {
    history: data.HISTORY_KEPT_DAYS,
    usage: data.USAGE_KEPT_DAYS,
    usageSummary: data.USAGE_SUMMARY_KEPT_DAYS,
    metrics: data.METRICS_KEPT_DAYS,
    metricsSummary: data.METRICS_SUMMARY_KEPT_DAYS,
  };
  const retention = new RetentionConfig(Object.freeze(kept), data.RETENTION_EVERY_SECONDS);
  return Object.freeze({ service, retention });
}
