import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  type InputOf,
  ListSimilarContent,
  type RequestContext,
  type SearchAnswer,
  SearchByMeaning,
  SearchByWordAndMeaning,
} from '@smartcontent/contracts';
import { SearchService } from './search.service.js';
import { SimilarService } from './similar.service.js';

@Controller()
export class SearchRpc {
  constructor(
    private readonly searches: SearchService,
    private readonly similar: SimilarService,
  ) {}

  @Handles(SearchByWordAndMeaning)
  search(input: InputOf<typeof SearchByWordAndMeaning>, context: RequestContext): Promise<SearchAnswer> {
    return this.searches.search(context, input);
  }

  @Handles(SearchByMeaning)
  match(input: InputOf<typeof SearchByMeaning>, context: RequestContext): Promise<SearchAnswer> {
    return this.searches.match(context, input);
  }

  @Handles(ListSimilarContent)
  resemble(input: InputOf<typeof ListSimilarContent>, context: RequestContext): Promise<SearchAnswer> {
    return this.similar.resemble(context, input);
  }
}
