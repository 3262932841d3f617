import { Injectable } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import type { ScheduledPost } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';

/** Opens a post's account inside its company: settings and signing secret. */
@Injectable()
export class AccountOpener {
  constructor(
    private readonly database: Database,
    private readonly tokens: ActorTokens,
    private readonly accounts: AccountsService,
  ) {}

  async open(post: ScheduledPost): Promise<{ settings: Record<string, unknown>; secret: string }> {
    const context = await this.tokens.serviceContext(post.company_id, 'publish a scheduled post', post.id);
    return this.database.withTenant(context, async (tx) => {
      const { account, secret } = await this.accounts.open(tx, post.platform_account_id, post.id);
      return { settings: account.settings, secret };
    });
  }
}
