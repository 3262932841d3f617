import { Module } from '@nestjs/common';
import { DraftsModule } from './drafts/drafts.module.js';
import { EditingModule } from './editing/editing.module.js';
import { IndexFeedModule } from './index-feed/index-feed.module.js';
import { PublicationModule } from './publication/publication.module.js';
import { ReadingModule } from './reading/reading.module.js';
import { VersionsModule } from './versions/versions.module.js';
import { WorkflowModule } from './workflow/workflow.module.js';

@Module({ imports: [DraftsModule, EditingModule, ReadingModule, VersionsModule, WorkflowModule, PublicationModule, IndexFeedModule] })
export class AppModule {}
