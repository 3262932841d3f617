import { readServiceConfig, type ServiceConfig } from '@smartcontent/service';

/** The environment of the analytics service, validated. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ServiceConfig {
  return readServiceConfig('analytics', env, { postgres: true, redis: true, clickhouse: true });
}
