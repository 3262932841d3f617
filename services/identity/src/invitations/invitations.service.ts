import { Injectable } from '@nestjs/common';
import {
  AppError,
  type CreateInvitation,
  hashToken,
  type InputOf,
  type ListInvitations,
  MAIL_TOKEN,
  type OutputOf,
  type RequestContext,
  type RevokeInvitation,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, readPage, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { AccountsService } from '../accounts/accounts.service.js';
import { MailsService } from '../mail/mails.service.js';
import { InvitationsStore } from './invitations.store.js';

const LIST = 'invitations';
/** Mail goes to whomever an admin names, in our name: so many a day. */
const A_DAY = 500;
const A_DAY_AND_ADDRESS = 5;

/** What an admin does with invitations. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly store: InvitationsStore,
    private readonly accounts: AccountsService,
    private readonly mails: MailsService,
    private readonly config: ServiceConfig,
  ) {}

  /** Whether the address has an account in another company is not told here: nobody but its mailbox learns that. */
  create({ email, role }: InputOf<typeof CreateInvitation>, context: RequestContext): Promise<OutputOf<typeof CreateInvitation>> {
    const { actor } = context;
    if (actor.kind !== 'user') throw new AppError('PLATFORM_ACTOR_REFUSED');
    const { company_id, user_id: invited_by } = actor;
    return this.database.withTenant(context, async (tx) => {
      // Of many at once no more are sent than are left.
      await this.accounts.lockCompany(tx);
      const inviter = await this.store.findInviter(tx, invited_by, email);
      if (!inviter) throw new AppError('PLATFORM_ACTOR_REFUSED');
      if (inviter.is_member) throw new AppError('IDENTITY_EMAIL_TAKEN');
      if (inviter.sent >= A_DAY || inviter.sent_there >= A_DAY_AND_ADDRESS) throw new AppError('IDENTITY_INVITATIONS_TOO_MANY');
      await this.closeExpired(tx, email);
      const token = MAIL_TOKEN.create();
      const created = await this.store.insert(tx, { id: newId(), company_id, email, role, invited_by, token_hash: hashToken(token) });
      if (!created) throw new AppError('IDENTITY_INVITATION_OPEN');
      const content = { token, name: inviter.name, company: inviter.company };
      const { expires_at } = created;
      await this.mails.enqueue(tx, company_id, { kind: 'invitation', user_id: null, address: email, content, expires_at });
      await commitChange(tx, { event: null, audit: { table: 'invitations', operation: 'insert', after: created } });
      return created;
    });
  }

  list(input: InputOf<typeof ListInvitations>, context: RequestContext): Promise<OutputOf<typeof ListInvitations>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: LIST, ...input },
      (limit, before: string | null) => this.database.withTenant(context, (tx) => this.store.list(tx, limit, before)),
      (row) => row.id,
    );
  }

  /** Repeating it changes nothing. */
  revoke(id: string, context: RequestContext): Promise<OutputOf<typeof RevokeInvitation>> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.lock(tx, id);
      if (!before) throw new AppError('IDENTITY_INVITATION_NOT_FOUND');
      if (before.status === 'accepted') throw new AppError('IDENTITY_INVITATION_ACCEPTED');
      if (before.status === 'revoked') return before;
      const after = await this.store.revoke(tx, id);
      await commitChange(tx, { event: null, audit: { table: 'invitations', operation: 'update', before, after } });
      return after;
    });
  }

  private async closeExpired(tx: Tx, email: string): Promise<void> {
    const after = await this.store.closeExpired(tx, email);
    if (!after) return;
    const before = { ...after, status: 'expired' };
    await commitChange(tx, { event: null, audit: { table: 'invitations', operation: 'update', before, after } });
  }
}
