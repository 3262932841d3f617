import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  type Actor,
  type EventContract,
  type RequestContext,
  type RequestContract,
  ROLE_SCOPES,
  type ServiceName,
} from '@smartcontent/contracts';
import {
  commitChange,
  createPlatformTables,
  Database,
  type DatabaseOptions,
  dropPlatformTables,
  generatePasswords,
  type MigrationInterface,
  newId,
  type QueryRunner,
  runMigrations,
  serviceUrls,
} from '@smartcontent/database';
import {
  type NatsOptions,
  type NatsUser,
  type RunningPostgres,
  type RunningStore,
  startNats,
  startPostgres,
} from '@smartcontent/local-stack';
import { vi } from 'vitest';
import { type ActorTokenOptions, ActorTokens, generateActorKeys } from './actor-tokens.js';
import type { BusLog } from './bus-log.js';
import { connectBus } from './connection.js';
import { linkOf } from './link.js';
import { natsPermissions } from './nats-permissions.js';
import { convergeStreams } from './streams.js';
import { PostChanged, PostSeen } from './test-events.fixture.js';
import { startMigratedPostgres } from './test-postgres.fixture.js';

export { PostChanged, PostSeen };
export const TEST_EVENTS = [PostChanged, PostSeen];

/** Keeps what a handler did, in the order in which it was committed. */
const EFFECTS = (schema: string) => `
  CREATE TABLE ${schema}.effects (
    place bigint GENERATED ALWAYS AS IDENTITY, aggregate_id uuid NOT NULL, version bigint NOT NULL, text text NOT NULL, time timestamptz);
  GRANT SELECT, INSERT, DELETE ON ${schema}.effects TO ${schema}, ${schema}_system`;

class CreateScheduling1700000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'scheduling');
    await queryRunner.query(EFFECTS('scheduling'));
  }
  down = (queryRunner: QueryRunner) => dropPlatformTables(queryRunner, 'scheduling');
}

class CreateContent1700000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'content');
    await queryRunner.query(EFFECTS('content'));
  }
  down = (queryRunner: QueryRunner) => dropPlatformTables(queryRunner, 'content');
}

const SERVICES = ['gateway', 'content', 'scheduling'] as const;
const PASSWORD = 'secret';
/** Of the roles in Postgres. */
const PASSWORDS = generatePasswords(SERVICES);
type TestUser = (typeof SERVICES)[number] | 'test';
const silent = () => {};

/** Log that says nothing and keeps warnings and errors. */
export class TestLog implements BusLog {
  readonly warnings: string[] = [];
  readonly errors: string[] = [];
  info: BusLog['info'] = silent;
  warn(message: string): void {
    this.warnings.push(message);
  }
  error(message: string): void {
    this.errors.push(message);
  }
}

interface TestBusOptions {
  readonly postgres?: boolean;
  readonly requests?: readonly RequestContract[];
  /** Those above unless told. */
  readonly events?: readonly EventContract[];
  readonly ackWaitSeconds?: number;
}

/** NATS, and Postgres where asked for, of the test file's own. */
export class TestBus implements AsyncDisposable {
  readonly log = new TestLog();
  readonly #connections: NatsConnection[] = [];
  readonly #opened: { close(): Promise<void> }[] = [];

  private constructor(
    private readonly folder: string,
    readonly keys: Awaited<ReturnType<typeof generateActorKeys>>,
    private readonly natsOptions: NatsOptions,
    private nats: RunningStore,
    private postgres: RunningPostgres | undefined,
    readonly ackWaitSeconds: number | undefined,
  ) {}

  /** Each service has its own NATS user, with the rights that these requests and the events above give it; `test` may do everything. */
  static async start(options: TestBusOptions = {}): Promise<TestBus> {
    const folder = mkdtempSync(join(tmpdir(), 'smartcontent-bus-'));
    chmodSync(folder, 0o711);
    const users: NatsUser[] = SERVICES.map((user) => ({
      user,
      password: PASSWORD,
      permissions: natsPermissions(user, options.requests ?? [], options.events ?? TEST_EVENTS),
    }));
    const natsOptions = { folder: join(folder, 'nats'), isDurable: false, users: [...users, { user: 'test', password: PASSWORD }] };
    const nats = await startNats(natsOptions);
    const postgres = options.postgres ? await startMigratedPostgres(join(folder, 'postgres'), migrate) : undefined;
    const { events = TEST_EVENTS, ackWaitSeconds } = options;
    const bus = new TestBus(folder, await generateActorKeys(SERVICES), natsOptions, nats, postgres, ackWaitSeconds);
    if (postgres) await convergeStreams(await bus.connect(), events, { ackWaitSeconds });
    return bus;
  }

  get natsFolder(): string {
    return join(this.folder, 'nats');
  }

  natsUrl(name: TestUser): string {
    return this.nats.url.replace('//', `//${name}:${PASSWORD}@`);
  }

  /** A connection that is closed at the end. */
  async connect(name: TestUser = 'test'): Promise<NatsConnection> {
    const connection = await connectBus({ url: this.natsUrl(name), name, log: this.log });
    linkOf(connection);
    this.#connections.push(connection);
    this.#opened.push(connection);
    return connection;
  }

  database(schema: ServiceName): Promise<Database> {
    return this.#open(schema);
  }

  /** For a process of its own. */
  databaseUrls(schema: ServiceName): ReturnType<typeof serviceUrls> {
    return serviceUrls(this.postgres?.url ?? '', schema, PASSWORDS);
  }

  /** Stops the broker's process where it stands, or lets it go on. */
  signalNats(signal: 'SIGSTOP' | 'SIGCONT'): void {
    process.kill(this.nats.pid, signal);
  }

  tokens(service: ServiceName): ActorTokens {
    return new ActorTokens(this.tokenOptions(service));
  }

  tokenOptions(service: ServiceName): ActorTokenOptions {
    const publicKeys = Object.fromEntries(Object.entries(this.keys).map(([name, pair]) => [name, pair.publicKey]));
    return { service, privateKey: this.keys[service]?.privateKey ?? '', publicKeys };
  }

  databaseOptions(schema: ServiceName): DatabaseOptions {
    return { schema, ...serviceUrls(this.postgres?.url ?? '', schema, PASSWORDS) };
  }

  /** What the gateway hands on for a user with these scopes. */
  async userContext(overrides: Partial<RequestContext> = {}, scopes = ROLE_SCOPES.admin): Promise<RequestContext> {
    const actor: Actor = { kind: 'user', company_id: newId(), user_id: newId(), tier: 'free', role: 'admin', scopes: [...scopes] };
    const actorToken = await this.tokens('gateway').mint(actor);
    return {
      actor,
      actorToken,
      correlationId: newId(),
      traceparent: null,
      deadlineMs: Date.now() + 5_000,
      idempotency: null,
      ...overrides,
    };
  }

  stopNats(): Promise<void> {
    return this.nats.stop();
  }

  /** On the same port, with the same users unless told. */
  async startNats(overrides: Partial<NatsOptions> = {}): Promise<void> {
    this.nats = await startNats({ ...this.natsOptions, port: this.nats.port, ...overrides });
    await eventually(() => {
      if (!this.#connections.every((connection) => connection.isClosed() || linkOf(connection).isUp)) throw new Error('not connected yet');
    });
  }

  /** Has the server read its configuration anew, with one more line. */
  reloadNats(line: string): void {
    appendFileSync(join(this.natsFolder, 'nats.conf'), `${line}\n`);
    process.kill(this.nats.pid, 'SIGHUP');
  }

  async stopPostgres(): Promise<void> {
    await this.postgres?.stop();
  }

  /** On the same port. */
  async startPostgres(): Promise<void> {
    if (this.postgres) this.postgres = await startPostgres({ folder: this.postgres.folder, port: this.postgres.port, isDurable: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const opened of this.#opened.reverse()) await opened.close();
    await this.nats.stop();
    await this.postgres?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #open(schema: ServiceName): Promise<Database> {
    const database = await Database.open(this.databaseOptions(schema));
    this.#opened.push(database);
    return database;
  }
}

function migrate(adminUrl: string): Promise<unknown> {
  const services = [
    { name: 'scheduling', migrations: [CreateScheduling1700000000001] },
    { name: 'content', migrations: [CreateContent1700000000002] },
  ];
  return runMigrations({ adminUrl, services, passwords: PASSWORDS, command: 'up' });
}

/** Commits one outbox row as a service would; `then` runs in the same transaction. */
export function commitEvent(
  database: Database,
  post: { id: string; version: number; companyId: string; text?: string; contract?: typeof PostChanged },
  then: () => void = silent,
): Promise<void> {
  return database.withSystem('test', async (tx) => {
    const { id, version, companyId, text = `text ${version}`, contract = PostChanged } = post;
    const change = { contract, aggregateId: id, aggregateVersion: version, data: { text } };
    await commitChange(tx, { event: change, audit: { table: 'posts', operation: 'update' } }, companyId);
    then();
  });
}

/** Waits until the assertion holds, 10 s at most. */
export function eventually<T>(assertion: () => T | Promise<T>, timeoutMs = 10_000): Promise<T> {
  return vi.waitFor(assertion, { timeout: timeoutMs, interval: 20 });
}
