import { readServiceConfig, type ServiceConfig } from '@smartcontent/service';

/** The environment of the embeddings service, validated. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ServiceConfig {
  return readServiceConfig('embeddings', env, { postgres: true, clickhouse: true });
}
