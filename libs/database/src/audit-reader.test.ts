import { randomBytes } from 'node:crypto';
import { Secrets } from '@smartcontent/secrets';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAudit } from './audit-reader.js';
import { commitChange } from './commit-change.js';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';

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

async function write(company: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    const audit = { table: 'notes', operation: 'insert' as const, after: { text } };
    await database.withTenant(contextOf(company), (tx) => commitChange(tx, { event: null, audit }));
  }
}
const textsOf = (items: readonly { new_values: unknown }[]) => items.map((item) => (item.new_values as { text: string } | null)?.text);

it('gives a page in as many bytes as one answer carries, one entry at least, and the rest with the next', async () => {
  const company = newId();
  const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(70_000));
  await write(company, ...texts, 'e'.repeat(300_000));
  const pages: number[] = [];
  const seen: (string | undefined)[] = [];
  for (let before: string | null = null, hasMore = true; hasMore; ) {
    const page = await readAudit(database, contextOf(company), { limit: 10, before });
    pages.push(page.items.length);
    seen.push(...textsOf(page.items));
    before = page.items.at(-1)?.id ?? null;
    hasMore = page.has_more;
  }
  expect(pages).toEqual([1, 2, 2]);
  expect(seen).toEqual(['e'.repeat(300_000), ...texts.toReversed()]);
});

it('shows what an older release wrote in clear, and what no key opens without its words', async () => {
  const company = newId();
  await postgres.query(
    `INSERT INTO content.audit_log (id, company_id, table_name, operation, new_values, actor, correlation_id)
     VALUES ($1, $2, 'notes', 'insert', '{"text": "in clear"}', 'service:content', 'c1')`,
    [newId(), company],
  );
  await write(company, 'sealed');
  const read = (from: Database) => readAudit(from, contextOf(company), { limit: 10, before: null });
  expect(textsOf((await read(database)).items)).toEqual(['sealed', 'in clear']);
  const strange = await postgres.open({ secrets: Secrets.fromMasterKey(randomBytes(32).toString('base64')) });
  const { items } = await read(strange);
  await strange.close();
  expect(items.map(({ is_readable }) => is_readable)).toEqual([false, true]);
  expect(textsOf(items)).toEqual([undefined, 'in clear']);
});

it('shows nobody another company’s', async () => {
  const [own, other] = [newId(), newId()];
  await write(other, 'foreign');
  expect(await readAudit(database, contextOf(own), { limit: 10, before: null })).toEqual({ items: [], has_more: false });
  const all = await database.withTenant(contextOf(own), (tx) => tx.query('SELECT 1 FROM audit_log'));
  expect(all).toEqual([]);
});
