import { Module } from '@nestjs/common';
import { SessionNews } from './session-news.js';
import { SessionsRpc } from './sessions.rpc.js';
import { SessionsService } from './sessions.service.js';
import { SessionsStore } from './sessions.store.js';

@Module({ controllers: [SessionsRpc], providers: [SessionsService, SessionsStore, SessionNews], exports: [SessionsService] })
export class SessionsModule {}
