import { Global, Module } from '@nestjs/common';
import { DocumentsModule } from './documents/documents.module.js';
import { DuplicatesModule } from './duplicates/duplicates.module.js';
import { IndexSignal } from './index-signal.js';
import { IndexingModule } from './indexing/indexing.module.js';
import { PreferencesModule } from './preferences/preferences.module.js';
import { SearchModule } from './search/search.module.js';
import { EmbeddingsTelemetry } from './telemetry.js';

@Global()
@Module({
  imports: [DocumentsModule, IndexingModule, SearchModule, DuplicatesModule, PreferencesModule],
  providers: [EmbeddingsTelemetry, IndexSignal],
  exports: [EmbeddingsTelemetry, IndexSignal],
})
export class AppModule {}
