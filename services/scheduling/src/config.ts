import { ConfigError, readServiceConfig, type ServiceConfig } from '@smartcontent/service';
import { z } from 'zod';

const HOST_AND_PORT = /^(?:\[[\da-f:.]+\]|[^\s:/@]+):\d{1,5}$/i;

const variables = z.object({
  OUTGOING_ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((host) => host.trim() || []))
    .pipe(z.array(z.string().regex(HOST_AND_PORT, 'must be host:port, separated by commas'))),
});

/** What scheduling was told by its environment: the part of every service, and its own. */
export interface SchedulingConfig {
  readonly service: ServiceConfig;
  /** `host:port` of receivers inside the own network that posts may go to all the same. */
  readonly allowedHosts: readonly string[];
}

/**
 * The only reader of the environment in this service.
 * @throws ConfigError that names every missing or malformed variable.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): SchedulingConfig {
  const service = readServiceConfig('scheduling', env, { postgres: true });
  const own = variables.safeParse(env);
  if (!own.success)
    throw new ConfigError(
      'scheduling',
      own.error.issues.map((issue) => `${issue.path[0]?.toString()} ${issue.message}`),
    );
  return Object.freeze({ service, allowedHosts: own.data.OUTGOING_ALLOWED_HOSTS });
}
