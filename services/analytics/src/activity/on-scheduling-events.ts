import { Controller } from '@nestjs/common';
import { HandlesBatch } from '@smartcontent/bus';
import { PostPublished, PostScheduled, PostStopped } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { ActivityService, type PostEvent } from './activity.service.js';

@Controller()
export class OnSchedulingEvents {
  constructor(private readonly activity: ActivityService) {}

  @HandlesBatch(PostScheduled, PostPublished, PostStopped)
  handle(events: readonly PostEvent[], tx: Tx): Promise<void> {
    return this.activity.recordPosts(events, tx);
  }
}
