import { Injectable } from '@nestjs/common';
import {
  AppError,
  hashToken,
  type InputOf,
  MAIL_TOKEN,
  type OutputOf,
  type RequestContext,
  type RequestPasswordReset,
  type ResetPassword,
  ROLE_SCOPES,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, type Tx } from '@smartcontent/database';
import { MailsService } from '../mail/mails.service.js';
import { Passwords } from '../passwords.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { type Forgetful, PasswordResetsStore } from './password-resets.store.js';

const AT_ONCE = 50;

@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly database: Database,
    private readonly store: PasswordResetsStore,
    private readonly mails: MailsService,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Notes the address and looks at it later: neither what is answered nor how long that takes tells whether it has an account.
   */
  async request({ email }: InputOf<typeof RequestPasswordReset>): Promise<OutputOf<typeof RequestPasswordReset>> {
    await this.store.insertRequest(email);
    return {};
  }

  /** Sends a mail to those of the noted addresses that have an account. @returns how many addresses were looked at */
  async answerRequests(tx: Tx): Promise<number> {
    const { taken, known } = await this.store.takeRequests(tx, AT_ONCE);
    for (const user of known) await this.sendTo(tx, user);
    return taken;
  }

  /** An unknown token, a used one and one that has ended are one refusal. Whoever had the old password is out. */
  async reset({ token, password }: InputOf<typeof ResetPassword>, context: RequestContext): Promise<OutputOf<typeof ResetPassword>> {
    const hash = MAIL_TOKEN.fits(token) ? hashToken(token) : null;
    const owner = hash && (await this.store.findOwner(hash));
    if (!owner) throw new AppError('IDENTITY_MAIL_TOKEN_REFUSED');
    const passwordHash = await this.passwords.hash(password, context);
    const actor = { kind: 'user' as const, ...owner, scopes: [...ROLE_SCOPES[owner.role]] };
    return this.database.withTenant({ ...context, actor }, async (tx) => {
      const used = await this.store.use(tx, hash, passwordHash);
      if (!used) throw new AppError('IDENTITY_MAIL_TOKEN_REFUSED');
      const audit = { table: 'users', operation: 'update' as const, after: { id: owner.user_id, password: 'reset', reset_id: used.id } };
      await commitChange(tx, { event: null, audit });
      await this.sessions.endAllOf(tx, owner.user_id, 'password-reset');
      return { email: used.email };
    });
  }

  private async sendTo(tx: Tx, { user_id, company_id, email, username, company }: Forgetful): Promise<void> {
    const token = MAIL_TOKEN.create();
    const id = newId();
    const expires_at = await this.store.insert(tx, { id, company_id, user_id, token_hash: hashToken(token) });
    const content = { token, name: username, company };
    await this.mails.enqueue(tx, company_id, { kind: 'password-reset', user_id, address: email, content, expires_at });
    const audit = { table: 'password_resets', operation: 'insert' as const, after: { id, user_id, expires_at } };
    await commitChange(tx, { event: null, audit }, company_id);
  }
}
