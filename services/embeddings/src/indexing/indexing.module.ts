import { Module } from '@nestjs/common';
import { DuplicatesModule } from '../duplicates/duplicates.module.js';
import { EmbeddersModule } from '../embedders/embedders.module.js';
import { SearchModule } from '../search/search.module.js';
import { CatchUp } from './catch-up.job.js';
import { ContentReader } from './content-reader.js';
import { DocumentEmbedder } from './document-embedder.js';
import { EndpointRests } from './endpoint-rests.js';
import { IndexDocuments } from './index-documents.job.js';
import { IndexKeeper } from './index-keeper.js';
import { IndexQueueService } from './index-queue.service.js';
import { IndexQueueStore } from './index-queue.store.js';
import { IndexingService } from './indexing.service.js';
import { KeptVectors } from './kept-vectors.view.js';
import { OnContentEvents } from './on-content-events.js';
import { SnapshotService } from './snapshot.service.js';
import { SnapshotStore } from './snapshot.store.js';
import { TextsEmbedder } from './texts-embedder.js';

@Module({
  imports: [SearchModule, DuplicatesModule, EmbeddersModule],
  controllers: [OnContentEvents],
  providers: [
    IndexDocuments,
    IndexingService,
    IndexKeeper,
    IndexQueueService,
    IndexQueueStore,
    ContentReader,
    DocumentEmbedder,
    EndpointRests,
    TextsEmbedder,
    KeptVectors,
    CatchUp,
    SnapshotService,
    SnapshotStore,
  ],
})
export class IndexingModule {}
