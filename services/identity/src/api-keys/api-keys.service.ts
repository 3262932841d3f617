import { Injectable } from '@nestjs/common';
import { broadcast } from '@smartcontent/bus';
import {
  ApiKeyCreated,
  ApiKeyRevoked,
  AppError,
  type CreateApiKey,
  CredentialChanged,
  hashApiKey,
  type InputOf,
  type ListApiKeys,
  newApiKey,
  type OutputOf,
  parseApiKey,
  type RequestContext,
  type ResolveApiKey,
  type RevokeApiKey,
  ROLE_SCOPES,
} from '@smartcontent/contracts';
import { commitChange, Database, decodeCursor, encodeCursor, newId } from '@smartcontent/database';
import { Bus, ServiceConfig } from '@smartcontent/service';
import { IdentityTelemetry } from '../telemetry.js';
import { ApiKeysStore } from './api-keys.store.js';

const LIST = 'api-keys';

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly store: ApiKeysStore,
    private readonly bus: Bus,
    private readonly config: ServiceConfig,
    private readonly telemetry: IdentityTelemetry,
  ) {}

  /** The key itself is in this one answer and nowhere else. */
  async create(input: InputOf<typeof CreateApiKey>, context: RequestContext): Promise<OutputOf<typeof CreateApiKey>> {
    const { actor } = context;
    if (!('user_id' in actor)) throw new AppError('PLATFORM_ACTOR_REFUSED');
    const scopes = [...new Set(input.scopes)];
    const notHeld = scopes.filter((scope) => !actor.scopes.includes(scope));
    if (notHeld.length > 0) throw new AppError('IDENTITY_SCOPE_NOT_HELD', { data: { scopes: notHeld } });
    const key = newApiKey();
    const answer = await this.database.withTenant(context, async (tx) => {
      const created = await this.store.insert(tx, {
        id: newId(),
        client_id: newId(),
        name: input.name,
        prefix: parseApiKey(key)?.prefix as string,
        key_hash: hashApiKey(key),
        scopes,
        expires_at: input.expires_at ?? null,
        created_by: actor.user_id,
      });
      // The maker's token outlived the maker.
      if (!created) throw new AppError('PLATFORM_ACTOR_REFUSED');
      await commitChange(tx, {
        event: { contract: ApiKeyCreated, aggregateId: created.id, aggregateVersion: 1, data: { name: created.name, scopes } },
        audit: { table: 'client_keys', operation: 'insert', after: created },
      });
      return { ...created, key };
    });
    this.telemetry.keyCreated(answer.id, context);
    return answer;
  }

  async list(input: InputOf<typeof ListApiKeys>, context: RequestContext): Promise<OutputOf<typeof ListApiKeys>> {
    const { cursorKey } = this.config;
    const before = input.cursor ? (decodeCursor(cursorKey, LIST, input.cursor)[0] as string) : null;
    const rows = await this.database.withTenant(context, (tx) => this.store.list(tx, input.limit + 1, before));
    const items = rows.slice(0, input.limit);
    const last = rows.length > input.limit ? items.at(-1) : undefined;
    return { items, next_cursor: last ? encodeCursor(cursorKey, LIST, [last.id]) : null };
  }

  /** Repeating it changes nothing more. Every gateway drops what it remembers of the key at once, instead of within a minute. */
  revoke(keyId: string, context: RequestContext): Promise<OutputOf<typeof RevokeApiKey>> {
    return this.database.withTenant(context, async (tx) => {
      const held = await this.store.lock(tx, keyId);
      if (!held) throw new AppError('IDENTITY_API_KEY_NOT_FOUND');
      // For a repeat too: the first one may have been committed without it.
      tx.afterCommit(() => broadcast(this.bus.connection, CredentialChanged, { key_hash: held.keyHash }));
      if (held.key.revoked_at) return held.key;
      const { revoked_at, revision } = await this.store.revoke(tx, keyId);
      const revoked = { ...held.key, revoked_at };
      await commitChange(tx, {
        event: { contract: ApiKeyRevoked, aggregateId: keyId, aggregateVersion: revision, data: { name: revoked.name } },
        audit: { table: 'client_keys', operation: 'update', before: held.key, after: revoked },
      });
      tx.afterCommit(() => this.telemetry.keyRevoked(keyId, context));
      return revoked;
    });
  }

  /** A key never does more than its maker may do now, whatever it was given when it was made. */
  async resolve(keyHash: string): Promise<OutputOf<typeof ResolveApiKey>> {
    const found = await this.store.resolve(keyHash);
    this.telemetry.keyResolved(found?.state ?? 'unknown');
    if (!found) return { state: 'unknown' };
    if (found.state !== 'valid') return { state: found.state };
    const { company_id, client_id, user_id, role, tier, expires_at } = found;
    const scopes = found.scopes.filter((scope) => ROLE_SCOPES[role].includes(scope));
    return { state: 'valid', actor: { kind: 'client', company_id, client_id, user_id, role, tier, scopes }, expires_at };
  }
}
