import { Injectable } from '@nestjs/common';
import { AppError, type InputOf, type RemoveUserTotp, type RequestContext } from '@smartcontent/contracts';
import { commitChange, Database } from '@smartcontent/database';
import { MailsService } from '../mail/mails.service.js';
import { PasswordChangesService } from '../password-changes/password-changes.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { TotpStore } from './totp.store.js';

/** Colleagues who lost their authenticator, and their recovery codes with it. */
@Injectable()
export class LostTotpService {
  constructor(
    private readonly database: Database,
    private readonly store: TotpStore,
    private readonly passwords: PasswordChangesService,
    private readonly sessions: SessionsService,
    private readonly mails: MailsService,
  ) {}

  /**
   * With the admin's password, so that an open session of his does not strip everybody of the second factor. Whoever holds the lost one may hold
   * a session too: all of them end. One that was never confirmed let nobody in and kept nobody out: it goes without a word. Repeating it changes nothing.
   */
  async remove({ user_id, password }: InputOf<typeof RemoveUserTotp>, context: RequestContext): Promise<void> {
    const proven = await this.passwords.prove(password, context);
    await this.database.withTenant(context, async (tx) => {
      const user = await this.store.lockUser(tx, user_id);
      if (!user) throw new AppError('IDENTITY_USER_NOT_FOUND');
      if (!(await this.passwords.isStillAdmin(tx, proven))) throw new AppError('PLATFORM_ACTOR_REFUSED');
      const removed = await this.store.remove(tx, user_id);
      if (!removed) return;
      await commitChange(tx, { event: null, audit: { table: 'user_totp', operation: 'delete', before: { user_id } } });
      if (!removed.is_confirmed) return;
      await this.sessions.endAllOf(tx, user_id, 'totp-removed');
      const content = { name: user.username, company: user.company };
      await this.mails.enqueue(tx, user.company_id, { kind: 'totp-removed', user_id, address: user.email, content });
    });
  }
}
