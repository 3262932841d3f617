import type { NatsConnection } from '@nats-io/transport-node';
import { connectBus, RequestClient } from '@smartcontent/bus';
import { RevokeApiKey, type Scope, type ServiceName } from '@smartcontent/contracts';
import pg from 'pg';
import { Company, type Person, type Town } from './company.js';
import { FrontDoor } from './front-door.js';
import { type Furniture, furnish } from './furnish.js';

/** Where a platform stands, and everything that its administrator knows. */
export interface Addresses {
  readonly url: string;
  readonly sandboxUrl: string;
  /** The administrator's. */
  readonly postgresUrl: string;
  /** Of Postgres' roles. */
  readonly passwords: Readonly<Record<string, string>>;
  readonly clickhouseUrl: string;
  readonly redisUrl: string;
  /** As the user of a service, or as one who may do everything. */
  readonly natsUrl: (user: ServiceName | 'all') => string;
  /** Ed25519 private JWK of each service. */
  readonly privateKeys: Readonly<Record<string, string>>;
  readonly operatorKey: string;
}

/** A platform with two companies: A, whose doors are tried, and B, whose admin tries them. */
export class World implements AsyncDisposable {
  readonly #connections = new Map<string, Promise<NatsConnection>>();
  readonly #clients = new Map<string, RequestClient>();

  private constructor(
    readonly addresses: Addresses,
    readonly town: Town,
    readonly a: Company,
    readonly b: Company,
    /** What A has. */
    readonly has: Furniture,
    readonly bHas: Furniture,
    readonly viewer: Person,
    /** API keys of A: one that ended with all scopes, one for web pages, and one for each of two scopes. */
    readonly keys: { readonly revoked: string; readonly publishable: string; readonly narrow: Readonly<Partial<Record<Scope, string>>> },
    /** Ids of what of A's own is used to try doors: their rows change by that. */
    readonly busy: readonly string[],
    readonly admin: pg.Pool,
  ) {}

  static async open(addresses: Addresses): Promise<World> {
    const town = { front: new FrontDoor(addresses.url), sandboxUrl: addresses.sandboxUrl };
    const [a, b] = [await Company.signUp(town, 'wa'), await Company.signUp(town, 'wb')];
    const [has, bHas] = await Promise.all([furnish(a, town), furnish(b, town)]);
    const viewer = await a.newPerson('viewer');
    const revoked = await a.newKey();
    const publishable = await a.newKey(['events:write'], { kind: 'publishable' });
    const [reader, sender] = [await a.newKey(['content:read']), await a.newKey(['events:write'])];
    await a.call(RevokeApiKey, { key_id: revoked.id });
    const keys = {
      revoked: revoked.key,
      publishable: publishable.key,
      narrow: { 'content:read': reader.key, 'events:write': sender.key },
    };
    const busy = [viewer.id, ...[revoked, publishable, reader, sender].map(({ id }) => id)];
    const admin = new pg.Pool({ connectionString: addresses.postgresUrl, max: 4 });
    return new World(addresses, town, a, b, has, bHas, viewer, keys, busy, admin);
  }

  /** A key of A that does not hold this scope. */
  keyWithout(scope: Scope | null): string {
    const { narrow } = this.keys;
    return (scope === 'events:write' ? narrow['content:read'] : narrow['events:write']) as string;
  }

  /** Of an admin of B whose sessions may end. */
  async spareToken(): Promise<string> {
    return (await this.b.newPerson('admin')).token;
  }

  privateKey(service: ServiceName): string {
    return this.addresses.privateKeys[service] ?? '';
  }

  /** A connection to NATS as that user; one each. */
  nats(user: ServiceName | 'all'): Promise<NatsConnection> {
    const known = this.#connections.get(user);
    if (known) return known;
    const connection = connectBus({ url: this.addresses.natsUrl(user), name: user });
    this.#connections.set(user, connection);
    return connection;
  }

  /** Asks by contract over that connection. */
  async client(user: ServiceName | 'all'): Promise<RequestClient> {
    const client = this.#clients.get(user) ?? new RequestClient(await this.nats(user));
    this.#clients.set(user, client);
    return client;
  }

  /** `name` of what is asked so often that its plan is worth keeping. */
  async sql<R extends object>(text: string, values: unknown[] = [], name?: string): Promise<R[]> {
    return (await this.admin.query<R>({ name, text, values })).rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.admin.end();
    for (const connection of this.#connections.values()) await (await connection).close();
  }
}
