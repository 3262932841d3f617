import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { CreateContent, DeleteContent, type InputOf, type OutputOf, type RequestContext, UpdateContent } from '@smartcontent/contracts';
import { EditingService } from './editing.service.js';

@Controller()
export class EditingRpc {
  constructor(private readonly editing: EditingService) {}

  @Handles(CreateContent)
  create(input: InputOf<typeof CreateContent>, context: RequestContext): Promise<OutputOf<typeof CreateContent>> {
    return this.editing.create(input, context);
  }

  @Handles(UpdateContent)
  update(input: InputOf<typeof UpdateContent>, context: RequestContext): Promise<OutputOf<typeof UpdateContent>> {
    return this.editing.update(input, context);
  }

  @Handles(DeleteContent)
  delete(input: InputOf<typeof DeleteContent>, context: RequestContext): Promise<OutputOf<typeof DeleteContent>> {
    return this.editing.delete(input.content_id, context);
  }
}
