import { REQUESTS, type RequestContract } from '@smartcontent/contracts';
import { Health, type RunningService, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import type { GatewayConfig } from './config.js';
import { openEdge } from './edge.js';

export { type GatewayConfig, readConfig } from './config.js';

export interface RunningGateway extends RunningService {
  /** Base URL of the public API, without a path. */
  readonly url: string;
}

/** Starts the gateway with the faces of these contracts. Disposing it fails readiness first, then finishes what runs. */
export async function start(config: GatewayConfig, contracts: readonly RequestContract[] = REQUESTS): Promise<RunningGateway> {
  const service = await startService(config.service, { module: AppModule });
  // Whoever waits for readiness calls the public port next.
  const opening = service.get(Health).hold();
  try {
    const edge = await openEdge(config, contracts, service);
    opening.release();
    return {
      ...service,
      url: edge.url,
      [Symbol.asyncDispose]: async () => {
        service.get(Health).stop();
        await edge.close();
        await service[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await service[Symbol.asyncDispose]();
    throw error;
  }
}
