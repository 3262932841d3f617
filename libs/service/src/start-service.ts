import type { RunningService, ServiceParts } from './running-service.js';
import type { ServiceConfig } from './service-config.js';

/** Starts a service: opens the stores its configuration names, checks its handlers, answers requests, handles events, relays its outbox. */
export async function startService(config: ServiceConfig, parts: ServiceParts): Promise<RunningService> {
  throw new Error(`${config.name} ${String(parts.module)}`);
}

/** The whole of a main.ts: runs a service until a signal or its supervisor's end, then disposes it. */
export async function runService(start: () => Promise<RunningService>): Promise<void> {
  await start();
}
