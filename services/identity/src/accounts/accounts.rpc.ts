import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetAccount, type InputOf, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { AccountsService } from './accounts.service.js';

@Controller()
export class AccountsRpc {
  constructor(private readonly accounts: AccountsService) {}

  @Handles(GetAccount)
  get(_input: InputOf<typeof GetAccount>, context: RequestContext): Promise<OutputOf<typeof GetAccount>> {
    return this.accounts.get(context);
  }
}
