import { afterAll, beforeAll, expect, it } from 'vitest';
import { commitChange } from './commit-change.js';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { contextOf, NoteWritten, TestPostgres } from './test-service.fixture.js';
import type { Tx } from './transaction.js';

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

/** A request that carries a key; each call is a repeat by the same client. */
function requestWithKey(options: { isSecretAnswer?: boolean } = {}) {
  const company = newId();
  const context = contextOf(company);
  return {
    company,
    withHash: (requestHash: string, key = 'key-1') => ({
      ...context,
      idempotency: { key, requestHash, isSecretAnswer: options.isSecretAnswer ?? false },
    }),
  };
}

async function writeNote(tx: Tx): Promise<{ id: string; text: string; tags: string[] }> {
  const [id, company] = [newId(), tx.context?.actor.company_id];
  await tx.query('INSERT INTO notes (company_id, id, text) VALUES ($1, $2, $3)', [company, id, 'hello']);
  await commitChange(tx, {
    event: { contract: NoteWritten, aggregateId: id, aggregateVersion: 1, data: { text: 'hello' } },
    audit: { table: 'notes', operation: 'insert' },
  });
  return { id, text: 'hello', tags: ['b', 'a'] };
}

async function countRows(company: string): Promise<Record<string, number>> {
  const [counts] = await postgres.query<Record<string, number>>(
    `SELECT ${['notes', 'outbox', 'audit_log', 'idempotency_keys']
      .map((table) => `(SELECT count(*)::int FROM content.${table} WHERE company_id = $1) AS ${table}`)
      .join(', ')}`,
    [company],
  );
  return counts ?? {};
}
const ONCE = { notes: 1, outbox: 1, audit_log: 1, idempotency_keys: 1 };
const NOTHING = { notes: 0, outbox: 0, audit_log: 0, idempotency_keys: 0 };

it('applies a repeated request once and gives the same answer', async () => {
  const { company, withHash } = requestWithKey();
  const first = await database.withTenant(withHash('a'), writeNote);
  const second = await database.withTenant(withHash('a'), writeNote);
  expect(second).toEqual(first);
  expect(await countRows(company)).toEqual(ONCE);
});

it('applies eight at the same time once and gives all the same answer', async () => {
  const { company, withHash } = requestWithKey();
  const answers = await Promise.all(Array.from({ length: 8 }, () => database.withTenant(withHash('a'), writeNote)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await countRows(company)).toEqual(ONCE);
});

it('refuses the key for another body, one after the other and at the same time', async () => {
  const { company, withHash } = requestWithKey();
  const both = await Promise.allSettled(['a', 'b'].map((hash) => database.withTenant(withHash(hash), writeNote)));
  expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const winner = both[0]?.status === 'fulfilled' ? 'a' : 'b';
  const loser = winner === 'a' ? 'b' : 'a';
  await expect(database.withTenant(withHash(loser), writeNote)).rejects.toMatchObject({ code: 'PLATFORM_IDEMPOTENCY_KEY_REUSED' });
  expect(await countRows(company)).toEqual(ONCE);
});

it('gives the first answer when the repeat fails just because the first one did its work', async () => {
  const { company, withHash } = requestWithKey();
  const id = newId();
  const writeOnce = async (tx: Tx) => {
    await tx.query('INSERT INTO notes (company_id, id, text) VALUES ($1, $2, $3)', [company, id, 'unique']);
    return { id };
  };
  await database.withTenant(withHash('a'), writeOnce);
  expect(await database.withTenant(withHash('a'), writeOnce)).toEqual({ id });
});

it('leaves nothing behind when the work throws, and the key free', async () => {
  const { company, withHash } = requestWithKey();
  const failing = database.withTenant(withHash('a'), async (tx) => {
    await writeNote(tx);
    throw new Error('refused');
  });
  await expect(failing).rejects.toThrow('refused');
  expect(await countRows(company)).toEqual(NOTHING);
  await database.withTenant(withHash('b'), writeNote);
  expect(await countRows(company)).toEqual(ONCE);
});

it('keeps the record but not the answer when that holds a secret', async () => {
  const { company, withHash } = requestWithKey({ isSecretAnswer: true });
  expect(await database.withTenant(withHash('a'), writeNote)).toMatchObject({ text: 'hello' });
  const kept = await postgres.query('SELECT is_answer_kept, answer FROM content.idempotency_keys WHERE company_id = $1', [company]);
  expect(kept).toEqual([{ is_answer_kept: false, answer: null }]);
  await expect(database.withTenant(withHash('a'), writeNote)).rejects.toMatchObject({ code: 'PLATFORM_IDEMPOTENCY_ANSWER_GONE' });
  await expect(database.withTenant(withHash('b'), writeNote)).rejects.toMatchObject({ code: 'PLATFORM_IDEMPOTENCY_KEY_REUSED' });
  expect(await countRows(company)).toEqual(ONCE);
});

it('keeps an answer of nothing', async () => {
  const { withHash } = requestWithKey();
  const runs: number[] = [];
  const work = async () => void runs.push(1);
  await database.withTenant(withHash('a'), work);
  expect(await database.withTenant(withHash('a'), work)).toBeNull();
});

it('knows the key of one actor only', async () => {
  const company = newId();
  const contexts = [contextOf(company), contextOf(company), contextOf(newId())].map((context) => ({
    ...context,
    idempotency: { key: 'same', requestHash: 'a', isSecretAnswer: false },
  }));
  const answers = await Promise.all(contexts.map((context) => database.withTenant(context, writeNote)));
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(3);
});
