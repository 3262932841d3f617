import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { ChangePassword, type InputOf, type RequestContext } from '@smartcontent/contracts';
import { PasswordChangesService } from './password-changes.service.js';

@Controller()
export class PasswordChangesRpc {
  constructor(private readonly changes: PasswordChangesService) {}

  @Handles(ChangePassword)
  async change(input: InputOf<typeof ChangePassword>, context: RequestContext): Promise<null> {
    await this.changes.change(input, context);
    return null;
  }
}
