import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  CancelScheduledPost,
  GetScheduledPost,
  type InputOf,
  ListScheduledPosts,
  type OutputOf,
  type RequestContext,
  SchedulePost,
  SettlePost,
} from '@smartcontent/contracts';
import { PostsService } from './posts.service.js';
import { SchedulePostService } from './schedule-post.service.js';
import { SettlePostService } from './settle-post.service.js';

@Controller()
export class PostsRpc {
  constructor(
    private readonly posts: PostsService,
    private readonly scheduling: SchedulePostService,
    private readonly settling: SettlePostService,
  ) {}

  @Handles(SchedulePost)
  schedule(input: InputOf<typeof SchedulePost>, context: RequestContext): Promise<OutputOf<typeof SchedulePost>> {
    return this.scheduling.schedule(input, context);
  }

  @Handles(ListScheduledPosts)
  list(input: InputOf<typeof ListScheduledPosts>, context: RequestContext): Promise<OutputOf<typeof ListScheduledPosts>> {
    return this.posts.list(input, context);
  }

  @Handles(GetScheduledPost)
  get(input: InputOf<typeof GetScheduledPost>, context: RequestContext): Promise<OutputOf<typeof GetScheduledPost>> {
    return this.posts.get(input.post_id, context);
  }

  @Handles(CancelScheduledPost)
  cancel(input: InputOf<typeof CancelScheduledPost>, context: RequestContext): Promise<OutputOf<typeof CancelScheduledPost>> {
    return this.posts.cancel(input.post_id, context);
  }

  @Handles(SettlePost)
  settle(input: InputOf<typeof SettlePost>, context: RequestContext): Promise<OutputOf<typeof SettlePost>> {
    return this.settling.settle(input, context);
  }
}
