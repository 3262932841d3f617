import type { ServiceName } from '@smartcontent/contracts';
import { readServiceConfig, type ServiceConfig } from '@smartcontent/service';

/** Which of two releases a process plays. */
export type Release = 'old' | 'new';

/** The release that the process was started as; its first argument. */
export function readRelease(): Release {
  return process.argv[2] === 'new' ? 'new' : 'old';
}

/** The configuration of the service that a process plays. */
export function readConfig(service: ServiceName): ServiceConfig {
  return readServiceConfig(service, process.env, { postgres: true });
}
