import { Module } from '@nestjs/common';
import { EmbeddersModule } from '../embedders/embedders.module.js';
import { ContentChunks } from './content-chunks.service.js';
import { ContentVectors } from './content-vectors.service.js';
import { ContentVectorsStore } from './content-vectors.store.js';
import { LiveContentsStore } from './live-contents.store.js';
import { QuestionEmbedder } from './question-embedder.js';
import { SearchRpc } from './search.rpc.js';
import { SearchService } from './search.service.js';
import { SearchStore } from './search.store.js';
import { SearchIndex } from './search-index.service.js';
import { SearchIndexStore } from './search-index.store.js';
import { SimilarService } from './similar.service.js';
import { SweepWrites } from './sweep-writes.job.js';

@Module({
  imports: [EmbeddersModule],
  controllers: [SearchRpc],
  providers: [
    LiveContentsStore,
    QuestionEmbedder,
    SearchIndex,
    SearchIndexStore,
    SearchStore,
    SearchService,
    SimilarService,
    SweepWrites,
    ContentChunks,
    ContentVectors,
    ContentVectorsStore,
  ],
  exports: [SearchIndex, ContentChunks, ContentVectors],
})
export class SearchModule {}
