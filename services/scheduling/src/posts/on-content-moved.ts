import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { ContentMoved, type EventOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { PostsService } from './posts.service.js';

@Controller()
export class OnContentMoved {
  constructor(private readonly posts: PostsService) {}

  @Handles(ContentMoved)
  async handle(event: EventOf<typeof ContentMoved>, tx: Tx): Promise<void> {
    if (event.data.status === 'archived') await this.posts.cancelForContent(tx, event.aggregateId);
  }
}
