import { Module } from '@nestjs/common';
import { VocabularyRpc } from './vocabulary.rpc.js';
import { VocabularyService } from './vocabulary.service.js';
import { VocabularyStore } from './vocabulary.store.js';

@Module({ controllers: [VocabularyRpc], providers: [VocabularyService, VocabularyStore] })
export class VocabularyModule {}
