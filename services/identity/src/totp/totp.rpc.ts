import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  BeginTotp,
  ConfirmTotp,
  type InputOf,
  type OutputOf,
  RemoveTotp,
  RemoveUserTotp,
  type RequestContext,
} from '@smartcontent/contracts';
import { LostTotpService } from './lost-totp.service.js';
import { TotpService } from './totp.service.js';

@Controller()
export class TotpRpc {
  constructor(
    private readonly totp: TotpService,
    private readonly lost: LostTotpService,
  ) {}

  @Handles(BeginTotp)
  begin(input: InputOf<typeof BeginTotp>, context: RequestContext): Promise<OutputOf<typeof BeginTotp>> {
    return this.totp.begin(input, context);
  }

  @Handles(ConfirmTotp)
  confirm(input: InputOf<typeof ConfirmTotp>, context: RequestContext): Promise<OutputOf<typeof ConfirmTotp>> {
    return this.totp.confirm(input, context);
  }

  @Handles(RemoveTotp)
  async remove(input: InputOf<typeof RemoveTotp>, context: RequestContext): Promise<null> {
    await this.totp.remove(input.password, context);
    return null;
  }

  @Handles(RemoveUserTotp)
  async removeOfUser(input: InputOf<typeof RemoveUserTotp>, context: RequestContext): Promise<null> {
    await this.lost.remove(input, context);
    return null;
  }
}
