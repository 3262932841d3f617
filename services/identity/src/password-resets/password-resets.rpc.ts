import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type InputOf, type OutputOf, type RequestContext, RequestPasswordReset, ResetPassword } from '@smartcontent/contracts';
import { PasswordResetsService } from './password-resets.service.js';

@Controller()
export class PasswordResetsRpc {
  constructor(private readonly resets: PasswordResetsService) {}

  @Handles(RequestPasswordReset)
  request(input: InputOf<typeof RequestPasswordReset>): Promise<OutputOf<typeof RequestPasswordReset>> {
    return this.resets.request(input);
  }

  @Handles(ResetPassword)
  reset(input: InputOf<typeof ResetPassword>, context: RequestContext): Promise<OutputOf<typeof ResetPassword>> {
    return this.resets.reset(input, context);
  }
}
