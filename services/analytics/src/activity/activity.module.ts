import { Module } from '@nestjs/common';
import { ActivityRpc } from './activity.rpc.js';
import { ActivityService } from './activity.service.js';
import { ActivityStore } from './activity.store.js';
import { OnContentEvents } from './on-content-events.js';
import { OnSchedulingEvents } from './on-scheduling-events.js';

@Module({ controllers: [ActivityRpc, OnContentEvents, OnSchedulingEvents], providers: [ActivityService, ActivityStore] })
export class ActivityModule {}
