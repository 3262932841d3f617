import { Module } from '@nestjs/common';
import { BooksModule } from '../books/books.module.js';
import { OutputCheck } from '../schemas/output-check.js';
import { ModelWriter } from '../writers/model-writer.service.js';
import { Writers } from '../writers/writers.service.js';
import { Brands } from './brands.service.js';
import { DraftOutcomes } from './draft-outcomes.js';
import { Leases } from './leases.service.js';
import { ResultCache } from './result-cache.js';
import { WriteDraftService } from './write-draft.service.js';
import { WriteDrafts } from './write-drafts.job.js';
import { WritingStore } from './writing.store.js';

@Module({
  imports: [BooksModule],
  providers: [WriteDrafts, WriteDraftService, DraftOutcomes, Leases, Brands, ResultCache, Writers, ModelWriter, OutputCheck, WritingStore],
})
export class WritingModule {}
