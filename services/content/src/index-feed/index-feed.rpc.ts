import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type InputOf, type OutputOf, PageForIndex, ReadForIndex, type RequestContext } from '@smartcontent/contracts';
import { IndexFeedService } from './index-feed.service.js';

@Controller()
export class IndexFeedRpc {
  constructor(private readonly feed: IndexFeedService) {}

  @Handles(ReadForIndex)
  read(input: InputOf<typeof ReadForIndex>, context: RequestContext): Promise<OutputOf<typeof ReadForIndex>> {
    return this.feed.read(input, context);
  }

  @Handles(PageForIndex)
  page(input: InputOf<typeof PageForIndex>, context: RequestContext): Promise<OutputOf<typeof PageForIndex>> {
    return this.feed.page(input, context);
  }
}
