import { afterAll, beforeAll, expect, it } from 'vitest';
import { commitChange } from './commit-change.js';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { contextOf, NoteWritten, TestPostgres } from './test-service.fixture.js';

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

const change = (id: string, text = 'hello') => ({
  event: { contract: NoteWritten, aggregateId: id, aggregateVersion: 1, data: { text } },
  audit: { table: 'notes', operation: 'insert' as const, after: { id, text } },
});
const rowsOf = async (table: string, company: string) =>
  postgres.query<Record<string, unknown>>(`SELECT * FROM content.${table} WHERE company_id = $1`, [company]);

it('writes the outbox row and the audit row of the actor', async () => {
  const [company, id] = [newId(), newId()];
  const context = { ...contextOf(company), causationId: newId(), traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
  await database.withTenant(context, (tx) => commitChange(tx, change(id)));
  const [event] = await rowsOf('outbox', company);
  expect(event).toMatchObject({ subject: 'evt.content.note.written.v1', aggregate_id: id, data: { text: 'hello' }, published_at: null });
  expect(event?.headers).toMatchObject({
    specversion: '1.0',
    id: event?.event_id,
    type: 'evt.content.note.written.v1',
    source: '/smartcontent/content',
    companyid: company,
    aggregateid: id,
    aggregateversion: '1',
    correlationid: context.correlationId,
    causationid: context.causationId,
    traceparent: context.traceparent,
  });
  const user = context.actor.kind === 'user' ? context.actor.user_id : '';
  expect(await rowsOf('audit_log', company)).toMatchObject([
    {
      table_name: 'notes',
      operation: 'insert',
      old_values: null,
      new_values: { id, text: 'hello' },
      user_id: user,
      actor: `user:${user}`,
      correlation_id: context.correlationId,
    },
  ]);
});

it('takes the company from its caller inside withSystem, and speaks for the service', async () => {
  const [company, id] = [newId(), newId()];
  await database.withSystem('test', (tx) => commitChange(tx, change(id), company));
  expect(await rowsOf('audit_log', company)).toMatchObject([{ actor: 'service:content', user_id: null }]);
  await expect(database.withSystem('test', (tx) => commitChange(tx, change(id)))).rejects.toThrow('needs a company');
});

it('cannot write for another company than the actor has', async () => {
  const other = newId();
  await expect(database.withTenant(contextOf(newId()), (tx) => commitChange(tx, change(newId()), other))).rejects.toThrow(
    'row-level security',
  );
  expect(await rowsOf('outbox', other)).toEqual([]);
});

it('audits without an event where none tells of the change', async () => {
  const company = newId();
  await database.withTenant(contextOf(company), (tx) => commitChange(tx, { ...change(newId()), event: null }));
  expect(await rowsOf('audit_log', company)).toHaveLength(1);
  expect(await rowsOf('outbox', company)).toEqual([]);
});

it('refuses data over 64 KiB or outside its contract', async () => {
  const context = contextOf(newId());
  const commit = (text: unknown) => database.withTenant(context, (tx) => commitChange(tx, change(newId(), text as string)));
  await commit('x'.repeat(65_000));
  await expect(commit('x'.repeat(65_536))).rejects.toThrow('65536 are allowed');
  await expect(commit(7)).rejects.toThrow('does not fit its contract');
});

it('nudges the relay after the commit, and only then', async () => {
  let nudges = 0;
  const remove = database.onOutboxWrite(() => nudges++);
  const context = contextOf(newId());
  await database.withTenant(context, async (tx) => {
    await commitChange(tx, change(newId()));
    expect(nudges).toBe(0);
  });
  await database.withTenant(context, (tx) => commitChange(tx, { ...change(newId()), event: null }));
  const failing = database.withTenant(context, async (tx) => {
    await commitChange(tx, change(newId()));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(nudges).toBe(1);
  remove();
  await database.withTenant(context, (tx) => commitChange(tx, change(newId())));
  expect(nudges).toBe(1);
});
