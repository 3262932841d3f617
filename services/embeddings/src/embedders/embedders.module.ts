import { Module } from '@nestjs/common';
import { RequestClient } from '@smartcontent/bus';
import { ProviderAccess } from '@smartcontent/models';
import { AddressGuard, outgoingFetch } from '@smartcontent/outgoing';
import { Secrets } from '@smartcontent/secrets';
import { Bus, ServiceConfig } from '@smartcontent/service';
import { EmbedderSettingsStore } from './embedder-settings.store.js';
import { Embedders } from './embedders.service.js';
import { SettingsRpc } from './settings.rpc.js';

/** Vectors of 64 texts with 4,096 dimensions, as JSON. */
const LIMITS = { connectTimeoutMs: 5_000, silenceTimeoutMs: 30_000, limitBytes: 16 * 1_048_576 };

function providerAccess({ connection }: Bus, requests: RequestClient, secrets: Secrets, { allowedHosts }: ServiceConfig): ProviderAccess {
  return new ProviderAccess({ connection, requests, secrets, fetch: outgoingFetch(new AddressGuard(allowedHosts), LIMITS) });
}

@Module({
  controllers: [SettingsRpc],
  providers: [
    Embedders,
    EmbedderSettingsStore,
    { provide: ProviderAccess, useFactory: providerAccess, inject: [Bus, RequestClient, Secrets, ServiceConfig] },
  ],
  exports: [Embedders],
})
export class EmbeddersModule {}
