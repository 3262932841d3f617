import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  ConnectPlatformAccount,
  DisconnectPlatformAccount,
  type InputOf,
  ListPlatformAccounts,
  type OutputOf,
  type RequestContext,
} from '@smartcontent/contracts';
import { AccountsService } from './accounts.service.js';

@Controller()
export class AccountsRpc {
  constructor(private readonly accounts: AccountsService) {}

  @Handles(ConnectPlatformAccount)
  connect(input: InputOf<typeof ConnectPlatformAccount>, context: RequestContext): Promise<OutputOf<typeof ConnectPlatformAccount>> {
    return this.accounts.connect(input, context);
  }

  @Handles(ListPlatformAccounts)
  list(input: InputOf<typeof ListPlatformAccounts>, context: RequestContext): Promise<OutputOf<typeof ListPlatformAccounts>> {
    return this.accounts.list(input, context);
  }

  @Handles(DisconnectPlatformAccount)
  disconnect(
    input: InputOf<typeof DisconnectPlatformAccount>,
    context: RequestContext,
  ): Promise<OutputOf<typeof DisconnectPlatformAccount>> {
    return this.accounts.disconnect(input.account_id, context);
  }
}
