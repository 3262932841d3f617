import { Module } from '@nestjs/common';
import { ContentVectors } from './content-vectors.service.js';
import { ContentVectorsStore } from './content-vectors.store.js';
import { SearchIndexStore } from './search-index.store.js';

@Module({ providers: [SearchIndexStore, ContentVectors, ContentVectorsStore], exports: [SearchIndexStore, ContentVectors] })
export class SearchModule {}
