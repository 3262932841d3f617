import type { PlatformAdapter } from './platform-adapter.js';
import { WebhookAdapter } from './webhook-adapter.js';

/** The platforms this build can publish to, by name. */
export class Platforms {
  readonly #adapters = new Map<string, PlatformAdapter>([new WebhookAdapter()].map((adapter) => [adapter.platform, adapter]));

  get(platform: string): PlatformAdapter {
    const adapter = this.#adapters.get(platform);
    if (!adapter) throw new Error(`no adapter for platform "${platform}"`);
    return adapter;
  }
}
