import { Module } from '@nestjs/common';
import { RequestClient } from '@smartcontent/bus';
import { ProviderAccess } from '@smartcontent/models';
import { AddressGuard, outgoingFetch } from '@smartcontent/outgoing';
import { Secrets } from '@smartcontent/secrets';
import { Bus } from '@smartcontent/service';
import { BooksModule } from '../books/books.module.js';
import { OutputCheck } from '../schemas/output-check.js';
import { ModelWriter } from '../writers/model-writer.service.js';
import { Writers } from '../writers/writers.service.js';
import { Brands } from './brands.service.js';
import { DraftOutcomes } from './draft-outcomes.js';
import { Leases } from './leases.service.js';
import { PrepareDraftService } from './prepare-draft.service.js';
import { ResultCache } from './result-cache.js';
import { WriteDraftService } from './write-draft.service.js';
import { WriteDrafts } from './write-drafts.job.js';
import { WritingStore } from './writing.store.js';

/** A model may think for minutes before its first word; the run's own time-out is what ends a call. */
const LIMITS = { connectTimeoutMs: 10_000, silenceTimeoutMs: 600_000, limitBytes: 16 * 1024 * 1024 };

@Module({
  imports: [BooksModule],
  providers: [
    ...[WriteDrafts, WriteDraftService, PrepareDraftService, DraftOutcomes, Leases, Brands, ResultCache, Writers, ModelWriter, OutputCheck],
    WritingStore,
    {
      provide: ProviderAccess,
      inject: [RequestClient, Secrets, AddressGuard, Bus],
      useFactory: (requests: RequestClient, secrets: Secrets, guard: AddressGuard, { connection }: Bus) =>
        new ProviderAccess({ connection, requests, secrets, fetch: outgoingFetch(guard, LIMITS) }),
    },
  ],
})
export class WritingModule {}
