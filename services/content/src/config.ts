import { readServiceConfig, type ServiceConfig } from '@smartcontent/service';

/** The environment of the content service, validated. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ServiceConfig {
  return readServiceConfig('content', env, { postgres: true, redis: true });
}
