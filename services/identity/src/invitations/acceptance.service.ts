import { Injectable } from '@nestjs/common';
import {
  type AcceptInvitation,
  AppError,
  hashToken,
  type InputOf,
  MAIL_TOKEN,
  type OutputOf,
  type RequestContext,
  ROLE_SCOPES,
  UserJoined,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, type Tx } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { Passwords } from '../passwords.js';
import { type HeldInvitation, InvitationsStore } from './invitations.store.js';

/** How somebody who was invited becomes a user. */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly database: Database,
    private readonly store: InvitationsStore,
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
  ) {}

  /** The new user acts, and has proved the address: the token came there. Unknown, used, revoked and expired are one refusal. */
  async accept(input: InputOf<typeof AcceptInvitation>, context: RequestContext): Promise<OutputOf<typeof AcceptInvitation>> {
    const held = MAIL_TOKEN.fits(input.token) ? await this.store.findHeld(hashToken(input.token)) : undefined;
    if (!held) throw new AppError('IDENTITY_MAIL_TOKEN_REFUSED');
    const passwordHash = await this.passwords.hash(input.password, context);
    const { company_id, role, tier } = held;
    const user_id = newId();
    const actor = { kind: 'user' as const, company_id, user_id, role, tier, scopes: [...ROLE_SCOPES[role]] };
    return this.database.withTenant({ ...context, actor }, async (tx) => {
      await this.join(tx, held, { ...input, id: user_id, passwordHash });
      return this.accounts.read(tx, user_id);
    });
  }

  private async join(
    tx: Tx,
    { id: invitation_id, company_id, email, role, invited_by }: HeldInvitation,
    person: Pick<InputOf<typeof AcceptInvitation>, 'username' | 'first_name' | 'last_name'> & { id: string; passwordHash: string },
  ): Promise<void> {
    await this.accounts.lockCompany(tx);
    if (!(await this.store.holdInviter(tx, invited_by))) throw new AppError('IDENTITY_MAIL_TOKEN_REFUSED');
    const { id, username, first_name, last_name, passwordHash: password_hash } = person;
    const user = await this.accounts.addUser(tx, {
      id,
      company_id,
      email,
      role,
      username,
      first_name,
      last_name,
      password_hash,
      email_verified: true,
    });
    if (!(await this.store.accept(tx, invitation_id, id))) throw new AppError('IDENTITY_MAIL_TOKEN_REFUSED');
    const aggregateVersion = await this.store.countEvent(tx, id);
    await commitChange(tx, {
      event: { contract: UserJoined, aggregateId: id, aggregateVersion, data: { role, invited_by } },
      audit: { table: 'users', operation: 'insert', after: { ...user, first_name, last_name, invitation_id } },
    });
  }
}
