import { Injectable } from '@nestjs/common';
import {
  AppError,
  type ConfirmEmailChange,
  hashToken,
  type InputOf,
  MAIL_TOKEN,
  type OutputOf,
  type RequestContext,
  type RequestEmailChange,
  ROLE_SCOPES,
} from '@smartcontent/contracts';
import { commitChange, Database, isUniqueViolation, newId } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { MailsService } from '../mail/mails.service.js';
import { PasswordChangesService } from '../password-changes/password-changes.service.js';
import { EmailChangesStore } from './email-changes.store.js';

/** Mails to new addresses that one user may have sent: so many within the window, and so far apart. */
const LIMIT = { mails: 5, windowSeconds: 3_600, apartSeconds: 60 };

/** Another address to log in with. It counts from when a mail came back from there. */
@Injectable()
export class EmailChangesService {
  constructor(
    private readonly database: Database,
    private readonly store: EmailChangesStore,
    private readonly passwords: PasswordChangesService,
    private readonly accounts: AccountsService,
    private readonly mails: MailsService,
  ) {}

  /** Whether the address has an account is not looked at here: only who reads its mail is told. */
  async request(
    { email, password }: InputOf<typeof RequestEmailChange>,
    context: RequestContext,
  ): Promise<OutputOf<typeof RequestEmailChange>> {
    const { user: prover, passwordHash } = await this.passwords.prove(password, context);
    const { company_id, user_id } = prover;
    return this.database.withTenant(context, async (tx) => {
      // Of two requests one sends a mail.
      await this.accounts.lockUser(tx, user_id);
      const user = await this.store.findMover(tx, user_id, LIMIT.windowSeconds);
      if (!user) throw new AppError('PLATFORM_ACTOR_REFUSED');
      if (user.email === email) throw new AppError('IDENTITY_EMAIL_UNCHANGED');
      if (user.sent >= LIMIT.mails || (user.seconds_since ?? LIMIT.apartSeconds) < LIMIT.apartSeconds)
        throw new AppError('IDENTITY_MAIL_TOO_SOON');
      const token = MAIL_TOKEN.create();
      const id = newId();
      const hashes = { token_hash: hashToken(token), password_mark: hashToken(passwordHash) };
      const expires_at = await this.store.insert(tx, { id, company_id, user_id, email, ...hashes });
      const content = { token, name: user.username, company: user.company };
      await this.mails.enqueue(tx, company_id, { kind: 'email-change', user_id, address: email, content, expires_at });
      const audit = { table: 'email_changes', operation: 'insert' as const, after: { id, user_id, email, expires_at } };
      await commitChange(tx, { event: null, audit });
      return { expires_at };
    });
  }

  /** An unknown token, a used one, one that has ended and one that was asked for with another password than today’s are one refusal. */
  async confirm({ token }: InputOf<typeof ConfirmEmailChange>, context: RequestContext): Promise<OutputOf<typeof ConfirmEmailChange>> {
    const hash = MAIL_TOKEN.fits(token) ? hashToken(token) : null;
    const owner = hash && (await this.store.findOwner(hash));
    if (!owner) throw new AppError('IDENTITY_MAIL_TOKEN_REFUSED');
    const actor = { kind: 'user' as const, ...owner, scopes: [...ROLE_SCOPES[owner.role]] };
    const { company_id, user_id } = owner;
    return this.database.withTenant({ ...context, actor }, async (tx) => {
      const moved = await this.store.move(tx, hash).catch((error: unknown) => {
        throw isUniqueViolation(error, 'users_email_once') ? new AppError('IDENTITY_EMAIL_TAKEN') : error;
      });
      if (!moved) throw new AppError('IDENTITY_MAIL_TOKEN_REFUSED');
      const { email, former, username } = moved;
      const [before, after] = [former, email].map((address) => ({ id: user_id, email: address }));
      await commitChange(tx, { event: null, audit: { table: 'users', operation: 'update', before, after } });
      const content = { name: username, company: await this.store.companyName(tx) };
      await this.mails.enqueue(tx, company_id, { kind: 'email-changed', user_id, address: former, content });
      return { email };
    });
  }
}
