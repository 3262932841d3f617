import { Injectable } from '@nestjs/common';
import {
  AppError,
  type Client,
  type InputOf,
  type ListClients,
  type OutputOf,
  type RequestContext,
  type UpdateClient,
} from '@smartcontent/contracts';
import { commitChange, Database, readPage } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { ClientsStore } from './clients.store.js';

const LIST = 'clients';

/** The API consumers of a company. What they are called is nobody's business but the audit's: only their keys have events. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly database: Database,
    private readonly store: ClientsStore,
    private readonly keys: ApiKeysService,
    private readonly config: ServiceConfig,
  ) {}

  list(input: InputOf<typeof ListClients>, context: RequestContext): Promise<OutputOf<typeof ListClients>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: LIST, ...input },
      (limit, before: string | null) => this.database.withTenant(context, (tx) => this.store.list(tx, limit, before)),
      (row) => row.id,
    );
  }

  get(clientId: string, context: RequestContext): Promise<Client> {
    return this.database.withTenant(context, async (tx) => known(await this.store.find(tx, clientId)));
  }

  update({ client_id, ...changes }: InputOf<typeof UpdateClient>, context: RequestContext): Promise<Client> {
    return this.database.withTenant(context, async (tx) => {
      const before = known(await this.store.lock(tx, client_id));
      const { name = before.name, contact_email = before.contact_email } = changes;
      if (name === before.name && contact_email === before.contact_email) return before;
      const after = await this.store.update(tx, client_id, { name, contact_email });
      await commitChange(tx, { event: null, audit: { table: 'clients', operation: 'update', before, after } });
      return after;
    });
  }

  /** Repeating it changes nothing. The row stays, since audit and events name it. */
  delete(clientId: string, context: RequestContext): Promise<Client> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.lock(tx, clientId);
      if (!before) throw new AppError('IDENTITY_CLIENT_NOT_FOUND');
      if (before.deleted_at) return before;
      await this.keys.revokeOfClient(tx, clientId, context);
      const after = await this.store.delete(tx, clientId);
      await commitChange(tx, { event: null, audit: { table: 'clients', operation: 'update', before, after } });
      return after;
    });
  }
}

/** @throws AppError IDENTITY_CLIENT_NOT_FOUND also for one that was deleted */
function known(client: Client | undefined): Client {
  if (!client || client.deleted_at) throw new AppError('IDENTITY_CLIENT_NOT_FOUND');
  return client;
}
