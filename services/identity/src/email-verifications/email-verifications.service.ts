import { Injectable } from '@nestjs/common';
import {
  AppError,
  hashToken,
  type InputOf,
  MAIL_TOKEN,
  type OutputOf,
  type RequestContext,
  ROLE_SCOPES,
  type SendEmailVerification,
  type VerifyEmail,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, type Tx } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { MailsService } from '../mail/mails.service.js';
import { EmailVerificationsStore, type Recipient } from './email-verifications.store.js';

@Injectable()
export class EmailVerificationsService {
  constructor(
    private readonly database: Database,
    private readonly store: EmailVerificationsStore,
    private readonly accounts: AccountsService,
    private readonly mails: MailsService,
  ) {}

  send(context: RequestContext): Promise<OutputOf<typeof SendEmailVerification>> {
    const { actor } = context;
    if (actor.kind !== 'user') throw new AppError('PLATFORM_ACTOR_REFUSED');
    const { company_id, user_id } = actor;
    return this.database.withTenant(context, async (tx) => {
      // Of two requests one sends a mail.
      await this.accounts.lockUser(tx, user_id);
      const recipient = await this.store.findRecipient(tx, user_id);
      if (!recipient) throw new AppError('PLATFORM_ACTOR_REFUSED');
      if (recipient.email_verified) throw new AppError('IDENTITY_EMAIL_VERIFIED');
      if (recipient.is_enough) throw new AppError('IDENTITY_MAIL_TOO_SOON');
      return { expires_at: await this.sendTo(tx, company_id, user_id, recipient) };
    });
  }

  /** The first mail, in the transaction that makes the user. */
  async welcome(tx: Tx, companyId: string, userId: string): Promise<void> {
    const recipient = await this.store.findRecipient(tx, userId);
    if (recipient) await this.sendTo(tx, companyId, userId, recipient);
  }

  /** An unknown token, a used one and one that has ended are one refusal. */
  async verify({ token }: InputOf<typeof VerifyEmail>, context: RequestContext): Promise<OutputOf<typeof VerifyEmail>> {
    const hash = MAIL_TOKEN.fits(token) ? hashToken(token) : null;
    const owner = hash && (await this.store.findOwner(hash));
    if (!owner) throw new AppError('IDENTITY_MAIL_TOKEN_REFUSED');
    const actor = { kind: 'user' as const, ...owner, scopes: [...ROLE_SCOPES[owner.role]] };
    return this.database.withTenant({ ...context, actor }, async (tx) => {
      const used = await this.store.use(tx, hash);
      if (!used) throw new AppError('IDENTITY_MAIL_TOKEN_REFUSED');
      const audit = { table: 'users', operation: 'update' as const, after: { id: owner.user_id, email_verified: true } };
      await commitChange(tx, { event: null, audit });
      return { email: used.email };
    });
  }

  /** @returns when the token ends */
  private async sendTo(tx: Tx, companyId: string, userId: string, { email, username, company }: Recipient): Promise<string> {
    const token = MAIL_TOKEN.create();
    const id = newId();
    const expires_at = await this.store.insert(tx, { id, company_id: companyId, user_id: userId, email, token_hash: hashToken(token) });
    await this.mails.enqueue(tx, companyId, {
      kind: 'email-verification',
      user_id: userId,
      address: email,
      content: { token, name: username, company },
      expires_at,
    });
    const audit = { table: 'email_verifications', operation: 'insert' as const, after: { id, user_id: userId, email, expires_at } };
    await commitChange(tx, { event: null, audit }, companyId);
    return expires_at;
  }
}
