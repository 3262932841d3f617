import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';

const UNAVAILABLE = { code: 'PLATFORM_STORE_UNAVAILABLE', isRetryable: true };
/** Far less than any caller waits. */
const QUICKLY_MS = 1_000;

let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await TestPostgres.start();
  database = await postgres.openMigrated();
});
afterAll(async () => {
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});

const ask = () => database.withTenant(contextOf(newId()), (tx) => tx.query<{ one: number }>('SELECT 1 AS one'));

it('says so quickly while Postgres is away, and recovers by itself', async () => {
  await Promise.all(Array.from({ length: 8 }, ask));
  await postgres.stop();
  const startedAt = performance.now();
  await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
  await expect(database.readTenant(contextOf(newId()), 'peek', [])).rejects.toMatchObject(UNAVAILABLE);
  await expect(database.withSystem('test', (tx) => tx.query('SELECT 1'))).rejects.toMatchObject(UNAVAILABLE);
  expect(await database.isReady()).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(QUICKLY_MS);
  await postgres.restart();
  expect(await Promise.all(Array.from({ length: 16 }, ask))).toEqual(Array.from({ length: 16 }, () => [{ one: 1 }]));
  expect(await database.isReady()).toBe(true);
});

it('gives up a transaction whose connection is ended by the server, and goes on with another', async () => {
  const killed = database.withTenant(contextOf(newId()), async (tx) => {
    const [session] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await postgres.query('SELECT pg_terminate_backend($1)', [session?.pid]);
    return tx.query('SELECT 1');
  });
  await expect(killed).rejects.toMatchObject({ ...UNAVAILABLE, data: {} });
  expect(await ask()).toEqual([{ one: 1 }]);
});

it('says that it may have been committed where only the answer of COMMIT is lost', async () => {
  await postgres.query(`
    CREATE FUNCTION content.cut() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON content.notes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION content.cut()`);
  const company = newId();
  const lost = database.withTenant(contextOf(company), (tx) =>
    tx.query(`INSERT INTO notes (company_id, id, text) VALUES ($1, $2, 'x')`, [company, newId()]),
  );
  await expect(lost).rejects.toMatchObject({ ...UNAVAILABLE, data: { is_possibly_applied: true } });
  await postgres.query('DROP TRIGGER cut ON content.notes');
  expect(await ask()).toEqual([{ one: 1 }]);
});

it('keeps the first error when the connection dies after it', async () => {
  const killed = database.withTenant(contextOf(newId()), async (tx) => {
    const [session] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await postgres.query('SELECT pg_terminate_backend($1)', [session?.pid]);
    throw new Error('the rule said no');
  });
  await expect(killed).rejects.toThrow('the rule said no');
  expect(await ask()).toEqual([{ one: 1 }]);
});

it('takes the end of a transaction that did nothing for too long for the fault of its work, not for an outage', async () => {
  const idle = database.withTenant(contextOf(newId()), async (tx) => {
    const [session] = await tx.query<{ pid: number }>(
      `SELECT pg_backend_pid() AS pid, set_config('idle_in_transaction_session_timeout', '20', true)`,
    );
    await vi.waitFor(async () => expect(await postgres.query('SELECT FROM pg_stat_activity WHERE pid = $1', [session?.pid])).toEqual([]));
    return tx.query('SELECT 1');
  });
  await expect(idle).rejects.toMatchObject({ code: '25P03' });
  expect(await ask()).toEqual([{ one: 1 }]);
});

it('calls a statement over its time by its name', async () => {
  const slow = database.withTenant(contextOf(newId()), async (tx) => {
    await tx.query(`SELECT set_config('statement_timeout', '20', true)`);
    return tx.query('SELECT pg_sleep(5)');
  });
  await expect(slow).rejects.toMatchObject({ code: 'PLATFORM_DEADLINE_EXCEEDED' });
  expect(await ask()).toEqual([{ one: 1 }]);
});

it('asks for another try when two transactions block each other', async () => {
  const [first, second] = [newId(), newId()];
  const company = newId();
  for (const id of [first, second]) {
    await database.withTenant(contextOf(company), (tx) =>
      tx.query(`INSERT INTO notes (company_id, id, text) VALUES ($1, $2, 'x')`, [company, id]),
    );
  }
  const meet = Promise.withResolvers<void>();
  let arrived = 0;
  const lockBoth = (ids: string[]) =>
    database.withTenant(contextOf(company), async (tx) => {
      await tx.query('SELECT 1 FROM notes WHERE id = $1 FOR UPDATE', [ids[0]]);
      if (++arrived === 2) meet.resolve();
      await meet.promise;
      await tx.query('SELECT 1 FROM notes WHERE id = $1 FOR UPDATE', [ids[1]]);
    });
  const both = await Promise.allSettled([lockBoth([first, second]), lockBoth([second, first])]);
  const lost = both.find((one) => one.status === 'rejected');
  expect(lost?.reason).toMatchObject(UNAVAILABLE);
});

it('prepares a statement anew after a migration changed its table', async () => {
  const read = () => database.withSystem('test', (tx) => tx.query('SELECT * FROM notes LIMIT 1'));
  await Promise.all([read(), read()]);
  await postgres.query('ALTER TABLE content.notes ADD extra text');
  const answers = await Promise.allSettled([read(), read()]);
  for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject(UNAVAILABLE);
  await expect(read()).resolves.toHaveLength(1);
});
