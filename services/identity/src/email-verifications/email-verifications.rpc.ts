import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type InputOf, type OutputOf, type RequestContext, SendEmailVerification, VerifyEmail } from '@smartcontent/contracts';
import { EmailVerificationsService } from './email-verifications.service.js';

@Controller()
export class EmailVerificationsRpc {
  constructor(private readonly verifications: EmailVerificationsService) {}

  @Handles(SendEmailVerification)
  send(_input: InputOf<typeof SendEmailVerification>, context: RequestContext): Promise<OutputOf<typeof SendEmailVerification>> {
    return this.verifications.send(context);
  }

  @Handles(VerifyEmail)
  verify(input: InputOf<typeof VerifyEmail>, context: RequestContext): Promise<OutputOf<typeof VerifyEmail>> {
    return this.verifications.verify(input, context);
  }
}
