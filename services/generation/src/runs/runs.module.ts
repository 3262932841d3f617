import { Module } from '@nestjs/common';
import { BooksModule } from '../books/books.module.js';
import { RunsRpc } from './runs.rpc.js';
import { RunsService } from './runs.service.js';
import { RunsStore } from './runs.store.js';
import { StartRunService } from './start-run.service.js';

@Module({ imports: [BooksModule], controllers: [RunsRpc], providers: [RunsService, StartRunService, RunsStore] })
export class RunsModule {}
