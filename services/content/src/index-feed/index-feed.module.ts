import { Module } from '@nestjs/common';
import { IndexFeedRpc } from './index-feed.rpc.js';
import { IndexFeedService } from './index-feed.service.js';
import { IndexFeedStore } from './index-feed.store.js';

@Module({ controllers: [IndexFeedRpc], providers: [IndexFeedService, IndexFeedStore] })
export class IndexFeedModule {}
