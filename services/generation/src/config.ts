import { readServiceConfig, type ServiceConfig } from '@smartcontent/service';

/** The environment of the generation service, validated. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ServiceConfig {
  return readServiceConfig('generation', env, { postgres: true, redis: true });
}
