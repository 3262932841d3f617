import { type DynamicModule, type INestApplication, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  ActorTokens,
  AuditEnds,
  assertHandlers,
  assertProjections,
  EventServer,
  type Projection,
  Relay,
  RequestClient,
  RequestServer,
} from '@smartcontent/bus';
import { Cache, LiveCounters, RateLimiter, RunStream, UserStream } from '@smartcontent/cache';
import { ClickHouse } from '@smartcontent/clickhouse';
import { EVENTS, type EventContract, REQUESTS, type RequestContract } from '@smartcontent/contracts';
import { Database, SealedTables } from '@smartcontent/database';
import { Secrets } from '@smartcontent/secrets';
import { BootCheck } from './boot-check.js';
import { Bus } from './bus-connection.js';
import { busMetrics } from './bus-metrics.js';
import { ChainAuditJob } from './chain-audit.job.js';
import { Health, HealthController } from './health.js';
import { Log } from './log.js';
import { Metrics } from './metrics.js';
import { NestLog } from './nest-log.js';
import { openStores, type Stores } from './open-stores.js';
import { operate } from './operate-service.js';
import type { RunningService, ServiceParts } from './running-service.js';
import { ConfigError, ServiceConfig } from './service-config.js';

/** What carries messages in and out, and what chains the audit log; the last three only where there is a Postgres. */
interface Doors {
  readonly requests: RequestServer;
  readonly events: EventServer | null;
  readonly relay: Relay | null;
  readonly audit: ChainAuditJob | null;
}

/** Root of every service's module tree: what the library provides, and the service's own module. */
class ServiceModule {}

/**
 * Starts a service: opens the stores that its configuration names, refuses to go on where they contradict its code or where a
 * handler is missing or doubled, then answers requests, handles events, relays its outbox and opens its health port.
 * @throws Error that names what is wrong, a ConfigError where only another configuration helps; everything opened until then is closed again.
 */
export async function startService(config: ServiceConfig, parts: ServiceParts): Promise<RunningService> {
  const log = Log.open(config.name, config.logLevel);
  const metrics = new Metrics();
  metrics.collectProcess();
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const stores = await openStores(config, log, failure.reject);
  try {
    const contracts = parts.contracts ?? [...REQUESTS, ...EVENTS];
    const { migrations = [], clickhouseMigrations } = parts;
    const boot = new BootCheck({ config, stores, contracts, migrations, clickhouseMigrations, log });
    await boot.look();
    const tokens = new ActorTokens({ service: config.name, privateKey: config.actorPrivateKey, publicKeys: config.actorPublicKeys });
    const doors = makeDoors(config, stores, tokens, log, metrics);
    const health = new Health(storeChecks(stores), () => boot.missing);
    const projections = parts.projections ?? [];
    const { bus, database, secrets } = stores;
    const sealed = database && secrets && new SealedTables(database, secrets, parts.sealed ?? []);
    const operated = operate({ config, bus, database, sealed, events: doors.events, projections, erasers: parts.erasers ?? [], log });
    const module = serviceModule(parts, operated.controllers, [
      { provide: ServiceConfig, useValue: config },
      { provide: Log, useValue: log },
      { provide: Metrics, useValue: metrics },
      { provide: Health, useValue: health },
      { provide: ActorTokens, useValue: tokens },
      ...storeProviders(config, stores, log, metrics),
      ...operated.providers,
    ]);
    const app = await NestFactory.create(module, new FastifyAdapter(), { logger: new NestLog(log), abortOnError: false });
    return await run({
      config,
      app,
      doors,
      stores,
      boot,
      failure,
      health,
      log,
      projections,
      contracts: [...contracts, ...operated.contracts],
    });
  } catch (error) {
    await stores.close();
    throw error;
  }
}

interface Made {
  readonly config: ServiceConfig;
  readonly app: INestApplication;
  readonly doors: Doors;
  readonly stores: Stores;
  readonly boot: BootCheck;
  readonly failure: PromiseWithResolvers<never>;
  readonly health: Health;
  readonly log: Log;
  readonly contracts: readonly (RequestContract | EventContract)[];
  readonly projections: readonly Projection[];
}

async function run(made: Made): Promise<RunningService> {
  const { config, app, doors, stores, boot, failure, log, contracts, projections } = made;
  for (const strategy of [doors.requests, ...(doors.events ? [doors.events] : [])]) {
    app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  }
  const handled = [...doors.requests.handled, ...(doors.events?.handled ?? [])];
  refuseUnfit(config, () => assertHandlers(config.name, handled, contracts));
  refuseUnfit(config, () => assertProjections(config.name, projections, handled));
  try {
    // Before the first message comes in every module has run its onModuleInit.
    await app.init();
    await app.startAllMicroservices();
    // Whoever is told that the service runs may call it: its subscriptions must have reached the server.
    await stores.bus.connection.flush();
    doors.relay?.start();
    doors.audit?.start();
    await app.listen(config.healthPort, config.host);
  } catch (error) {
    await stop(made);
    throw error;
  }
  boot.watch(failure.reject);
  const healthUrl = await app.getUrl();
  log.info('started', { health_url: healthUrl });
  let stopping: Promise<void> | null = null;
  return {
    config,
    healthUrl,
    failed: failure.promise,
    get: (type) => app.get(type as Type, { strict: false }),
    drained: async () => {
      await doors.relay?.drained();
      await doors.events?.drained();
    },
    [Symbol.asyncDispose]: () => {
      stopping ??= stop(made);
      return stopping;
    },
  };
}

/** @throws ConfigError: code that does not fit its contracts is started again for nothing, like any other wrong configuration. */
function refuseUnfit(config: ServiceConfig, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new ConfigError(config.name, [(error as Error).message]);
  }
}

/**
 * No new work, then the running work, then the modules' own hooks, then the outbox, then the stores. Nest's order alone
 * would not do: onModuleDestroy runs while requests are still being answered.
 */
async function stop({ app, doors, stores, boot, health, log }: Made): Promise<void> {
  health.stop();
  boot.stop();
  await Promise.all([doors.requests.close(), doors.events?.close()]);
  await app.close();
  await Promise.all([doors.relay?.stop(), doors.audit?.stop()]);
  await stores.close();
  log.info('stopped');
}

function makeDoors(config: ServiceConfig, stores: Stores, tokens: ActorTokens, log: Log, registry: Metrics): Doors {
  const { bus, database } = stores;
  const metrics = busMetrics(registry);
  const { ackWaitSeconds } = config;
  const common = { connection: bus.connection, service: config.name, tokens, log, metrics };
  const requests = new RequestServer({ ...common, isAnswerChecked: config.isAnswerChecked });
  if (!database) return { requests, events: null, relay: null, audit: null };
  const relay = new Relay({ ...common, database, ackWaitSeconds });
  const audit = new ChainAuditJob({ database, ends: new AuditEnds(bus.connection, config.name), log, metrics: registry });
  return { requests, events: new EventServer({ ...common, database, ackWaitSeconds }), relay, audit };
}

function storeChecks({ bus, database, cache, clickhouse }: Stores): ConstructorParameters<typeof Health>[0] {
  return {
    nats: { isReady: async () => !bus.connection.isClosed() && (await bus.connection.rtt()) >= 0 },
    ...(database && { postgres: { isReady: () => database.isReady() } }),
    ...(cache && { redis: { isReady: () => cache.isReady(), isOptional: true } }),
    ...(clickhouse && { clickhouse: { isReady: () => clickhouse.isReady() } }),
  };
}

function storeProviders(
  config: ServiceConfig,
  { bus, database, cache, clickhouse, secrets }: Stores,
  log: Log,
  metrics: Metrics,
): Provider[] {
  return [
    { provide: Bus, useValue: bus },
    {
      provide: RequestClient,
      useValue: new RequestClient(bus.connection, { passesIdempotency: config.name === 'gateway', log, metrics: busMetrics(metrics) }),
    },
    ...(database ? [{ provide: Database, useValue: database }] : []),
    ...(secrets ? [{ provide: Secrets, useValue: secrets }] : []),
    ...(clickhouse ? [{ provide: ClickHouse, useValue: clickhouse }] : []),
    ...(cache
      ? [
          { provide: Cache, useValue: cache },
          { provide: RateLimiter, useValue: new RateLimiter(cache) },
          { provide: LiveCounters, useValue: new LiveCounters(cache) },
          { provide: RunStream, useValue: new RunStream(cache) },
          { provide: UserStream, useValue: new UserStream(cache) },
        ]
      : []),
  ];
}

/** Global, so that a feature's module need not import what the library provides. */
function serviceModule(parts: ServiceParts, doors: Type[], provided: Provider[]): DynamicModule {
  const providers = [...provided, ...(parts.providers ?? [])];
  const exported = providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide) as Type);
  return {
    module: ServiceModule,
    global: true,
    imports: [parts.module],
    controllers: [HealthController, ...doors],
    providers,
    exports: exported,
  };
}
