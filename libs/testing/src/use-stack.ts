import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { convergeStreams } from '@smartcontent/bus';
import { EVENTS, type ServiceName } from '@smartcontent/contracts';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { makeClickHouseDatabase } from './clickhouse-database.js';
import { workerNumber } from './config.js';
import { assertNothingLeaked } from './leaks.js';
import { watchRefusals } from './refusals.js';
import { connectTest, Stack } from './stack.js';
import type { StackAddresses } from './stack-host.js';
import { inDatabase } from './templates.js';

export interface StackOptions {
  /** Whose schemas are needed; all unless told. */
  readonly services?: readonly ServiceName[];
  /** The file asks NATS for what it must refuse. */
  readonly isRefusalMeant?: boolean;
}

/** Of this process, which runs many. */
let files = 0;

/**
 * Call it once at the top of a test file: before its first test the file gets a Postgres database and a ClickHouse
 * database of its own, migrated, and this worker's nats-server (with the streams of the contracts) and redis-server,
 * emptied. After its last test everything is dropped; a connection that some service left open fails the file, and so does
 * anything that NATS refused a service's user.
 */
export function useStack(options: StackOptions = {}): Stack {
  const held: { stack?: Stack; end?: () => Promise<void> } = {};
  beforeAll(async () => {
    const addresses = await askHost(options.services);
    const database = `file_${workerNumber()}_${process.pid}_${++files}`;
    const server = await openClient(addresses.postgresUrl);
    await server.query(`CREATE DATABASE "${database}" TEMPLATE "${addresses.template}" STRATEGY file_copy`);
    const postgresUrl = inDatabase(addresses.postgresUrl, database);
    const admin = await openClient(postgresUrl);
    const clickhouse = addresses.clickhouseUrl ? await makeClickHouseDatabase(addresses.clickhouseUrl, database) : undefined;
    const assertNothingRefused = watchRefusals(addresses.natsLog);
    const nats = await connectTest(addresses);
    await Promise.all([emptyRedis(addresses.redisUrl), emptyNats(nats)]);
    held.stack = new Stack(addresses, join(addresses.folder, database), postgresUrl, clickhouse?.url, admin, nats);
    held.end = async () => {
      await admin.end();
      await nats.close();
      try {
        if (!options.isRefusalMeant) assertNothingRefused();
        await assertNothingLeaked(server, database, addresses);
      } finally {
        await clickhouse?.drop();
        await server.query(`DROP DATABASE "${database}" WITH (FORCE)`);
        await server.end();
      }
    };
  });
  afterAll(() => held.end?.());
  return lateBound(() => held.stack);
}

async function askHost(services: readonly ServiceName[] | undefined): Promise<StackAddresses> {
  const query = new URLSearchParams({ worker: String(workerNumber()), ...(services ? { services: services.join() } : {}) });
  const response = await fetch(`${inject('stackHost')}/?${query}`);
  if (!response.ok) throw new Error(`The stores of this run did not start: ${await response.text()}`);
  return (await response.json()) as StackAddresses;
}

async function openClient(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'test' });
  await client.connect();
  return client;
}

async function emptyRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
}

async function emptyNats(connection: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(connection);
  for await (const stream of manager.streams.list()) await manager.streams.delete(stream.config.name);
  await convergeStreams(connection, EVENTS);
}

/** The stack exists once `beforeAll` has run, but the file wants to name it before. */
function lateBound(current: () => Stack | undefined): Stack {
  return new Proxy({} as Stack, {
    get(_target, property) {
      const stack = current();
      if (!stack) throw new Error(`stack.${String(property)} is there inside hooks and tests only`);
      const value = Reflect.get(stack, property, stack) as unknown;
      return typeof value === 'function' ? value.bind(stack) : value;
    },
  });
}
