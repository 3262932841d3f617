import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  AppError,
  type ConnectPlatformAccount,
  type DisconnectPlatformAccount,
  type InputOf,
  type ListPlatformAccounts,
  type OutputOf,
  type PlatformAccount,
  PlatformAccountConnected,
  PlatformAccountDisconnected,
  type RequestContext,
} from '@smartcontent/contracts';
import { commitChange, Database, listOf, newId, readPage, type Tx } from '@smartcontent/database';
import { AddressGuard } from '@smartcontent/outgoing';
import { Secrets } from '@smartcontent/secrets';
import { ServiceConfig } from '@smartcontent/service';
import { AccountsStore, type StoredAccount } from './accounts.store.js';

const SECRET_BYTES = 24;
/** A name that is not resolved by then is looked at when a post goes out, as every name is. */
const LOOK_UP_MS = 2_000;

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly store: AccountsStore,
    private readonly secrets: Secrets,
    private readonly config: ServiceConfig,
    private readonly guard: AddressGuard,
  ) {}

  async connect(input: InputOf<typeof ConnectPlatformAccount>, context: RequestContext): Promise<OutputOf<typeof ConnectPlatformAccount>> {
    const { actor } = context;
    if (actor.kind !== 'user' && actor.kind !== 'client') throw new AppError('PLATFORM_ACTOR_REFUSED');
    await this.#refuseOwnNetwork(input.settings);
    const signingSecret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    return this.database.withTenant(context, async (tx) => {
      const account = await this.store.insert(tx, {
        ...input,
        id: newId(),
        company_id: actor.company_id,
        sealed_secret: this.secrets.seal(actor.company_id, signingSecret),
        created_by: actor.user_id,
      });
      await this.#commit(tx, PlatformAccountConnected, null, account);
      return { ...account.answer, signing_secret: signingSecret };
    });
  }

  list(input: InputOf<typeof ListPlatformAccounts>, context: RequestContext): Promise<OutputOf<typeof ListPlatformAccounts>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: listOf('platform-accounts', input), ...input },
      (limit, after: [string, string] | null) => this.database.withTenant(context, (tx) => this.store.list(tx, { ...input, limit }, after)),
      (row) => [row.created_at, row.id],
    );
  }

  /** Repeating it changes nothing. The secret is forgotten at once; what waits for the account is cancelled by the event. */
  disconnect(accountId: string, context: RequestContext): Promise<OutputOf<typeof DisconnectPlatformAccount>> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.lock(tx, accountId);
      if (!before) throw new AppError('SCHEDULING_ACCOUNT_NOT_FOUND');
      if (before.answer.status === 'disconnected') return before.answer;
      const after = await this.store.disconnect(tx, accountId);
      await this.#commit(tx, PlatformAccountDisconnected, before.answer, after);
      return after.answer;
    });
  }

  /** Until the transaction ends nobody can disconnect it: a disconnection cancels the posts that it finds, so it must find them all. */
  async holdConnected(tx: Tx, accountId: string): Promise<PlatformAccount> {
    return requireConnected(await this.store.lockShared(tx, accountId));
  }

  /** The account with its signing secret in clear, for the one call that signs with it. The audit knows of it, and what it was for, before. */
  async open(tx: Tx, accountId: string, postId: string): Promise<{ account: PlatformAccount; secret: string }> {
    const account = requireConnected(await this.store.find(tx, accountId));
    const sealed = await this.store.sealedSecret(tx, accountId);
    if (!sealed) throw new AppError('SCHEDULING_ACCOUNT_DISCONNECTED');
    await commitChange(tx, {
      event: null,
      audit: { table: 'platform_accounts', operation: 'read', after: { id: accountId, post_id: postId } },
    });
    return { account, secret: this.secrets.open(account.company_id, sealed) };
  }

  /** @throws AppError SCHEDULING_URL_REFUSED, data.field and data.reason */
  async #refuseOwnNetwork(settings: PlatformAccount['settings']): Promise<void> {
    for (const [field, url] of Object.entries(settings)) {
      const refusal = await this.guard.refusalOf(new URL(url), LOOK_UP_MS);
      if (refusal) throw new AppError('SCHEDULING_URL_REFUSED', { data: { field: `settings.${field}`, reason: refusal.message } });
    }
  }

  #commit(
    tx: Tx,
    contract: typeof PlatformAccountConnected | typeof PlatformAccountDisconnected,
    before: PlatformAccount | null,
    { answer, revision }: StoredAccount,
  ): Promise<void> {
    return commitChange(tx, {
      event: { contract, aggregateId: answer.id, aggregateVersion: revision, data: { platform: answer.platform, name: answer.name } },
      audit: { table: 'platform_accounts', operation: before ? 'update' : 'insert', before, after: answer },
    });
  }
}

function requireConnected(account: StoredAccount | undefined): PlatformAccount {
  if (!account) throw new AppError('SCHEDULING_ACCOUNT_NOT_FOUND');
  if (account.answer.status !== 'connected') throw new AppError('SCHEDULING_ACCOUNT_DISCONNECTED');
  return account.answer;
}
