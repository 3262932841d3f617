import { Injectable } from '@nestjs/common';
import { AddressGuard } from '@smartcontent/outgoing';
import type { PlatformAdapter } from './platform-adapter.js';
import { WebhookAdapter } from './webhook-adapter.js';

/** The platforms this build can publish to, by name. */
@Injectable()
export class Platforms {
  readonly #adapters: ReadonlyMap<string, PlatformAdapter>;

  constructor(guard: AddressGuard) {
    this.#adapters = new Map([new WebhookAdapter(guard)].map((adapter) => [adapter.platform, adapter]));
  }

  get(platform: string): PlatformAdapter {
    const adapter = this.#adapters.get(platform);
    if (!adapter) throw new Error(`no adapter for platform "${platform}"`);
    return adapter;
  }
}
