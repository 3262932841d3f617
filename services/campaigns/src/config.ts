import { readServiceConfig, type ServiceConfig } from '@smartcontent/service';

/** The environment of the campaigns service, validated. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ServiceConfig {
  return readServiceConfig('campaigns', env, { postgres: true });
}
