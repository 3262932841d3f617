import { Injectable } from '@nestjs/common';
import { broadcast } from '@smartcontent/bus';
import {
  AppError,
  type DataOf,
  type InputOf,
  type ListProviderKeys,
  MODEL_PROTOCOLS,
  type OpenProviderKey,
  type OutputOf,
  type ProviderKey,
  ProviderKeyChanged,
  ProviderKeyDeleted,
  ProviderKeyNews,
  type RequestContext,
  type StoreProviderKey,
  type SwitchProviderKey,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, readPage, type Tx } from '@smartcontent/database';
import { Secrets } from '@smartcontent/secrets';
import { Bus, ServiceConfig } from '@smartcontent/service';
import { ProviderKeysStore, type StoredKey } from './provider-keys.store.js';

const TABLE = 'api_keys';
const LIST = 'provider-keys';
const SHOWN_LENGTH = 4;

@Injectable()
export class ProviderKeysService {
  constructor(
    private readonly database: Database,
    private readonly keys: ProviderKeysStore,
    private readonly secrets: Secrets,
    private readonly config: ServiceConfig,
    private readonly bus: Bus,
  ) {}

  /** The key is sealed before anything is written; whoever stores another one replaces it, and switches it on. */
  store(input: InputOf<typeof StoreProviderKey>, context: RequestContext): Promise<ProviderKey> {
    const { actor } = context;
    const { service_name, secret } = input;
    if (!('user_id' in actor)) throw new AppError('PLATFORM_ACTOR_REFUSED');
    const sealed_key = this.secrets.seal(actor.company_id, secret);
    return this.database.withTenant(context, async (tx) => {
      const last_four = secret.slice(-SHOWN_LENGTH);
      const written = await this.keys.upsert(tx, {
        ...{ id: newId(), company_id: actor.company_id, service_name, sealed_key, last_four },
        ...endpointOf(input),
        created_by: actor.user_id,
      });
      // The maker's token outlived the maker.
      if (!written) throw new AppError('PLATFORM_ACTOR_REFUSED');
      return this.commit(tx, context, written.before, written.stored);
    });
  }

  switch({ service_name, is_active }: InputOf<typeof SwitchProviderKey>, context: RequestContext): Promise<ProviderKey> {
    return this.database.withTenant(context, async (tx) => {
      const { answer: before } = known(await this.keys.lock(tx, service_name));
      if (before.is_active === is_active) return before;
      return this.commit(tx, context, before, await this.keys.switch(tx, before.id, is_active));
    });
  }

  get(serviceName: string, context: RequestContext): Promise<ProviderKey> {
    return this.database.withTenant(context, async (tx) => known(await this.keys.find(tx, serviceName)).answer);
  }

  list(input: InputOf<typeof ListProviderKeys>, context: RequestContext): Promise<OutputOf<typeof ListProviderKeys>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: LIST, ...input },
      (limit, after: string | null) => this.database.withTenant(context, (tx) => this.keys.list(tx, limit, after)),
      (row) => row.service_name,
    );
  }

  delete(serviceName: string, context: RequestContext): Promise<null> {
    return this.database.withTenant(context, async (tx) => {
      const { answer: before, revision } = known(await this.keys.lock(tx, serviceName));
      await this.keys.delete(tx, before.id);
      const data = { service_name: serviceName };
      await commitChange(tx, {
        event: { contract: ProviderKeyDeleted, aggregateId: before.id, aggregateVersion: revision + 1, data },
        audit: { table: TABLE, operation: 'delete', before },
      });
      this.tell(tx, { company_id: tenantOf(context), service_name: serviceName, is_usable: false });
      return null;
    });
  }

  /** Sealed as it is stored. The audit knows of it before the answer is on its way. */
  open(serviceName: string, context: RequestContext): Promise<OutputOf<typeof OpenProviderKey>> {
    return this.database.withTenant(context, async (tx) => {
      const { answer, sealed } = known(await this.keys.find(tx, serviceName));
      if (!answer.is_active) throw new AppError('IDENTITY_PROVIDER_KEY_INACTIVE');
      await commitChange(tx, { event: null, audit: { table: TABLE, operation: 'read', after: answer } });
      return { sealed, protocol: answer.protocol, base_url: answer.base_url, rotated_at: answer.rotated_at };
    });
  }

  private async commit(tx: Tx, context: RequestContext, before: ProviderKey | null, { answer, revision }: StoredKey): Promise<ProviderKey> {
    const data = { service_name: answer.service_name, is_active: answer.is_active };
    await commitChange(tx, {
      event: { contract: ProviderKeyChanged, aggregateId: answer.id, aggregateVersion: revision, data },
      audit: { table: TABLE, operation: before ? 'update' : 'insert', before, after: answer },
    });
    this.tell(tx, { company_id: tenantOf(context), service_name: answer.service_name, is_usable: answer.is_active });
    return answer;
  }

  /** Whoever has opened the key forgets it, without waiting for its event. */
  private tell(tx: Tx, news: DataOf<typeof ProviderKeyNews>): void {
    tx.afterCommit(() => broadcast(this.bus.connection, ProviderKeyNews, news));
  }
}

/** A key of anthropic or openai calls their models; one with a base URL those of whoever answers there, as OpenAI's unless told otherwise. */
function endpointOf({
  service_name,
  protocol,
  base_url = null,
}: InputOf<typeof StoreProviderKey>): Pick<ProviderKey, 'protocol' | 'base_url'> {
  const ofItsName = MODEL_PROTOCOLS.find((known) => known === service_name);
  return { base_url, protocol: protocol === undefined ? (ofItsName ?? (base_url === null ? null : 'openai')) : protocol };
}

/** The requests of this feature are of a company, always. */
function tenantOf({ actor }: RequestContext): string {
  if (actor.company_id === null) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor.company_id;
}

function known(key: StoredKey | undefined): StoredKey {
  if (!key) throw new AppError('IDENTITY_PROVIDER_KEY_NOT_FOUND');
  return key;
}
