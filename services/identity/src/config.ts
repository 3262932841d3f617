import { readServiceConfig, type ServiceConfig } from '@smartcontent/service';

/** The only reader of the environment in this service. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ServiceConfig {
  return readServiceConfig('identity', env, { postgres: true, redis: true });
}
