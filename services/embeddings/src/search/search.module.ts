import { Module } from '@nestjs/common';
import { SearchIndexStore } from './search-index.store.js';

@Module({ providers: [SearchIndexStore], exports: [SearchIndexStore] })
export class SearchModule {}
