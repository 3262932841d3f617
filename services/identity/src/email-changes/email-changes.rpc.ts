import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { ConfirmEmailChange, type InputOf, type OutputOf, type RequestContext, RequestEmailChange } from '@smartcontent/contracts';
import { EmailChangesService } from './email-changes.service.js';

@Controller()
export class EmailChangesRpc {
  constructor(private readonly changes: EmailChangesService) {}

  @Handles(RequestEmailChange)
  request(input: InputOf<typeof RequestEmailChange>, context: RequestContext): Promise<OutputOf<typeof RequestEmailChange>> {
    return this.changes.request(input, context);
  }

  @Handles(ConfirmEmailChange)
  confirm(input: InputOf<typeof ConfirmEmailChange>, context: RequestContext): Promise<OutputOf<typeof ConfirmEmailChange>> {
    return this.changes.confirm(input, context);
  }
}
