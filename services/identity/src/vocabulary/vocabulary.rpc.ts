import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { AddTerm, type InputOf, ListTerms, type OutputOf, RemoveTerm, type RequestContext, UpdateTerm } from '@smartcontent/contracts';
import { VocabularyService } from './vocabulary.service.js';

@Controller()
export class VocabularyRpc {
  constructor(private readonly vocabulary: VocabularyService) {}

  @Handles(AddTerm)
  add(input: InputOf<typeof AddTerm>, context: RequestContext): Promise<OutputOf<typeof AddTerm>> {
    return this.vocabulary.add(input, context);
  }

  @Handles(ListTerms)
  list(input: InputOf<typeof ListTerms>, context: RequestContext): Promise<OutputOf<typeof ListTerms>> {
    return this.vocabulary.list(input, context);
  }

  @Handles(UpdateTerm)
  update(input: InputOf<typeof UpdateTerm>, context: RequestContext): Promise<OutputOf<typeof UpdateTerm>> {
    return this.vocabulary.update(input, context);
  }

  @Handles(RemoveTerm)
  remove(input: InputOf<typeof RemoveTerm>, context: RequestContext): Promise<OutputOf<typeof RemoveTerm>> {
    return this.vocabulary.remove(input.term_id, context);
  }
}
