import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type EventOf, PlatformAccountDisconnected } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { PostsService } from './posts.service.js';

@Controller()
export class OnPlatformAccountDisconnected {
  constructor(private readonly posts: PostsService) {}

  @Handles(PlatformAccountDisconnected)
  handle(event: EventOf<typeof PlatformAccountDisconnected>, tx: Tx): Promise<void> {
    return this.posts.cancelForAccount(tx, event.aggregateId);
  }
}
