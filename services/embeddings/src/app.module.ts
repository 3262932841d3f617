import { Module } from '@nestjs/common';
import { DuplicatesModule } from './duplicates/duplicates.module.js';
import { IndexingModule } from './indexing/indexing.module.js';
import { PreferencesModule } from './preferences/preferences.module.js';
import { SearchModule } from './search/search.module.js';

@Module({ imports: [IndexingModule, SearchModule, DuplicatesModule, PreferencesModule] })
export class AppModule {}
