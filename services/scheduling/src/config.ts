import { readServiceConfig, type ServiceConfig } from '@smartcontent/service';

/** The environment of the scheduling service, validated. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ServiceConfig {
  return readServiceConfig('scheduling', env, { postgres: true });
}
