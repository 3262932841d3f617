import { AppError, type RequestContext } from '@smartcontent/contracts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';
import type { Tx } from './transaction.js';

let postgres: TestPostgres;
let database: Database;
const gaveUp = expect.objectContaining({ code: 'PLATFORM_DEADLINE_EXCEEDED' });

beforeAll(async () => {
  postgres = await TestPostgres.start();
  // One connection, so that what a cut transaction left behind is met by the next.
  database = await postgres.openMigrated({ poolSize: 1 });
});
afterAll(async () => {
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});

/** A caller that waits until it gives up. */
function awaited(idempotency: RequestContext['idempotency'] = null) {
  const controller = new AbortController();
  const company = newId();
  return {
    company,
    context: { ...contextOf(company, idempotency), deadlineMs: Date.now() + 60_000, signal: controller.signal },
    giveUp: () => controller.abort(new AppError('PLATFORM_DEADLINE_EXCEEDED')),
  };
}

const writeNote = (tx: Tx) =>
  tx.one<{ id: string }>('INSERT INTO notes (company_id, id, text) VALUES ($1, $2, $3) RETURNING id', [
    tx.context?.actor.company_id,
    newId(),
    'hello',
  ]);
const notesOf = async (company: string) => {
  const [count] = await postgres.query<{ notes: number; keys: number }>(
    `SELECT (SELECT count(*)::int FROM content.notes WHERE company_id = $1) AS notes,
      (SELECT count(*)::int FROM content.idempotency_keys WHERE company_id = $1) AS keys`,
    [company],
  );
  return count;
};
const pidOf = (context: RequestContext) =>
  database.withTenant(context, (tx) => tx.one<{ pid: number }>('SELECT pg_backend_pid() AS pid')).then((row) => row?.pid);
const isHeld = async () => (await postgres.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted`)).length > 0;
const isRunning = async (statement: string) => {
  const text = `SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()`;
  return (await postgres.query(text, [`%${statement}%`])).length > 0;
};

it('rolls back what is written for a caller that gave up before it was committed, and leaves its key free', async () => {
  const { company, context, giveUp } = awaited({ key: 'k', requestHash: 'h', isSecretAnswer: false });
  const written = database.withTenant(context, async (tx) => {
    const note = await writeNote(tx);
    giveUp();
    return note;
  });
  await expect(written).rejects.toEqual(gaveUp);
  expect(await notesOf(company)).toEqual({ notes: 0, keys: 0 });
  await database.withTenant({ ...context, signal: new AbortController().signal }, writeNote);
  expect(await notesOf(company)).toEqual({ notes: 1, keys: 1 });
});

it('hands on why a repeat could not look up the first answer, instead of what became of its own work', async () => {
  const { company, context, giveUp } = awaited({ key: 'k', requestHash: 'h', isSecretAnswer: false });
  await database.withTenant(context, writeNote);
  let between: Promise<void> | undefined;
  const repeated = database.withTenant(context, async (tx) => {
    // Gets the one connection when this is rolled back, before the look-up does.
    between = database.withTenant(contextOf(newId()), async () => giveUp());
    return writeNote(tx);
  });
  await expect(repeated).rejects.toEqual(gaveUp);
  await between;
  expect(await notesOf(company)).toEqual({ notes: 1, keys: 1 });
});

it('rolls back what is not committed at the deadline', async () => {
  const { company, context } = awaited();
  const deadlineMs = Date.now() + 50;
  const written = database.withTenant({ ...context, deadlineMs }, async (tx) => {
    await writeNote(tx);
    await vi.waitUntil(() => Date.now() > deadlineMs);
  });
  await expect(written).rejects.toEqual(gaveUp);
  expect(await notesOf(company)).toEqual({ notes: 0, keys: 0 });
});

it('sends no further statement for a caller that gave up, though the work goes on', async () => {
  const { company, context, giveUp } = awaited();
  const refusals: unknown[] = [];
  const written = database.withTenant(context, async (tx) => {
    giveUp();
    await writeNote(tx).catch((error: unknown) => refusals.push(error));
  });
  await expect(written).rejects.toEqual(gaveUp);
  expect(refusals).toEqual([gaveUp]);
  expect(await notesOf(company)).toEqual({ notes: 0, keys: 0 });
});

it('begins nothing for a caller that left while it waited for a connection', async () => {
  const { context, giveUp } = awaited();
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const holding = database.withTenant(contextOf(newId()), () => held);
  const begun: string[] = [];
  const waiting = [
    database.withTenant(context, async () => void begun.push('work')),
    database.readTenant(context, 'read_notes', ['hello']),
  ].map((work) => expect(work).rejects.toEqual(gaveUp));
  giveUp();
  letGo();
  await Promise.all([holding, ...waiting]);
  expect(begun).toEqual([]);
});

it('ends a statement that would go on for long after its caller has gone', async () => {
  const { context, giveUp } = awaited();
  const sleeping = database.withTenant(context, (tx) => tx.query('SELECT pg_sleep(60.25)'));
  await vi.waitUntil(() => isRunning('pg_sleep(60.25)'));
  giveUp();
  await expect(sleeping).rejects.toEqual(gaveUp);
  await vi.waitUntil(async () => !(await isRunning('pg_sleep(60.25)')), { timeout: 5_000 });
  expect(await pidOf(contextOf(newId()))).toBeTypeOf('number');
});

it('keeps the connection where the statement ends by itself', async () => {
  const before = await pidOf(contextOf(newId()));
  const { context, giveUp } = awaited();
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const lock = 'SELECT pg_advisory_xact_lock(7)';
  const holding = database.withSystem('test', (tx) => tx.query(lock).then(() => held));
  await vi.waitUntil(() => isHeld());
  const waiting = database.withTenant(context, (tx) => tx.query(lock));
  await vi.waitUntil(() => isRunning(lock));
  giveUp();
  letGo();
  await expect(waiting).rejects.toEqual(gaveUp);
  await holding;
  expect(await pidOf(contextOf(newId()))).toBe(before);
});

it('never cuts a COMMIT that is under way', async () => {
  await postgres.query(`
    CREATE FUNCTION content.sleep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.75); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON content.notes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION content.sleep()`);
  const { company, context, giveUp } = awaited();
  const written = database.withTenant(context, writeNote);
  await vi.waitUntil(() => isRunning('COMMIT'));
  giveUp();
  expect(await written).toMatchObject({ id: expect.any(String) });
  await postgres.query('DROP TRIGGER slow ON content.notes');
  expect(await notesOf(company)).toEqual({ notes: 1, keys: 0 });
});

it('does not hold work of a service’s own to a deadline that is meant for what it calls', async () => {
  const company = newId();
  await database.withTenant({ ...contextOf(company), deadlineMs: Date.now() - 1 }, writeNote);
  expect(await notesOf(company)).toEqual({ notes: 1, keys: 0 });
});
