import { Module } from '@nestjs/common';
import { EditingModule } from '../editing/editing.module.js';
import { DraftsService } from './drafts.service.js';
import { OnDraftWritten } from './on-draft-written.js';

@Module({ imports: [EditingModule], controllers: [OnDraftWritten], providers: [DraftsService] })
export class DraftsModule {}
