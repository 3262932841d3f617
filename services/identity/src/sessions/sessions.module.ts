import { Module } from '@nestjs/common';
import { SessionNews } from './session-news.js';
import { SessionsRpc } from './sessions.rpc.js';
import { SessionsService } from './sessions.service.js';
import { SessionsStore } from './sessions.store.js';
import { SweepSessions } from './sweep-sessions.job.js';

@Module({ controllers: [SessionsRpc], providers: [SessionsService, SessionsStore, SessionNews, SweepSessions], exports: [SessionsService] })
export class SessionsModule {}
