import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  type Content,
  GetContent,
  type InputOf,
  ListContent,
  type OutputOf,
  type RequestContext,
  SearchContent,
} from '@smartcontent/contracts';
import { ReadingService } from './reading.service.js';

@Controller()
export class ReadingRpc {
  constructor(private readonly reading: ReadingService) {}

  @Handles(GetContent)
  get(input: InputOf<typeof GetContent>, context: RequestContext): Promise<Content> {
    return this.reading.get(input.content_id, context);
  }

  @Handles(ListContent)
  list(input: InputOf<typeof ListContent>, context: RequestContext): Promise<OutputOf<typeof ListContent>> {
    return this.reading.list(input, context);
  }

  @Handles(SearchContent)
  search(input: InputOf<typeof SearchContent>, context: RequestContext): Promise<OutputOf<typeof SearchContent>> {
    return this.reading.search(input, context);
  }
}
