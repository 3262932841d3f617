import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { ContentDeleted, type EventOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { PostsService } from './posts.service.js';

@Controller()
export class OnContentDeleted {
  constructor(private readonly posts: PostsService) {}

  @Handles(ContentDeleted)
  handle(event: EventOf<typeof ContentDeleted>, tx: Tx): Promise<void> {
    return this.posts.cancelForContent(tx, event.aggregateId);
  }
}
