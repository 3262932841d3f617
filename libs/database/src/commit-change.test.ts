import { entityTag } from '@smartcontent/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDetail } from './audit-entry.js';
import { type Change, commitChange, commitChanges } from './commit-change.js';
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
/** What an audit row says. */
const said = (company: string, row: Record<string, unknown> | undefined) =>
  database.withSystem('test', async (tx) => {
    const key = await database.auditKeys?.find(tx, company);
    return key && openDetail(key, row?.id as string, row?.sealed as Buffer);
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
      new_values: null,
      user_id: user,
      actor: `user:${user}`,
      correlation_id: context.correlationId,
    },
  ]);
});

it('seals what changed, and from where, under a key of the company', async () => {
  const [company, id] = [newId(), newId()];
  const context = { ...contextOf(company), origin: { address: '192.0.2.7', userAgent: 'curl/8' } };
  await database.withTenant(context, (tx) => commitChange(tx, change(id, 'planted secret')));
  const [row] = await rowsOf('audit_log', company);
  const clear = await postgres.query<{ text: string }>('SELECT t::text AS text FROM content.audit_log t WHERE company_id = $1', [company]);
  for (const word of ['planted', '192.0.2.7', 'curl']) {
    expect(clear[0]?.text).not.toContain(word);
    expect(String(row?.sealed)).not.toContain(word);
  }
  const detail = { old_values: null, new_values: { id, text: 'planted secret' }, address: '192.0.2.7', user_agent: 'curl/8' };
  expect(await said(company, row)).toEqual(detail);
});

it('makes a company one key, also where its first writes come at once from two processes, or two stand in one transaction', async () => {
  const company = newId();
  const context = contextOf(company);
  const other = await postgres.open();
  const write = (from: Database) =>
    from.withTenant(context, async (tx) => {
      await commitChange(tx, change(newId()));
      await commitChange(tx, change(newId()));
    });
  await Promise.all([write(database), write(other), write(database), write(other)]);
  await other.close();
  expect(await rowsOf('audit_keys', company)).toHaveLength(1);
  const rows = await rowsOf('audit_log', company);
  for (const row of rows) expect(await said(company, row)).toMatchObject({ new_values: { text: 'hello' } });
  expect(rows).toHaveLength(8);
});

it('does not go on with a key whose transaction was rolled back', async () => {
  const company = newId();
  const context = contextOf(company);
  const failing = database.withTenant(context, async (tx) => {
    await commitChange(tx, change(newId()));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await database.withTenant(context, (tx) => commitChange(tx, change(newId())));
  const [row] = await rowsOf('audit_log', company);
  const fresh = await postgres.open();
  const key = await fresh.withSystem('test', async (tx) => fresh.auditKeys?.find(tx, company));
  expect(key && openDetail(key, row?.id as string, row?.sealed as Buffer)).toMatchObject({ new_values: { text: 'hello' } });
  await fresh.close();
});

it('writes nothing that an erased company said, and refuses to audit in clear', async () => {
  const company = newId();
  await database.withTenant(contextOf(company), (tx) => commitChange(tx, change(newId())));
  await database.withSystem('test', (tx) =>
    tx.query('UPDATE audit_keys SET ciphertext = NULL, wrapped_key = NULL, key_id = NULL, destroyed_at = now() WHERE company_id = $1', [
      company,
    ]),
  );
  const fresh = await postgres.open();
  await fresh.withTenant(contextOf(company), (tx) => commitChange(tx, change(newId())));
  await fresh.close();
  expect((await rowsOf('audit_log', company)).map((row) => row.sealed === null).sort()).toEqual([false, true]);
  const open = await postgres.open({ secrets: undefined });
  await expect(open.withTenant(contextOf(newId()), (tx) => commitChange(tx, change(newId())))).rejects.toThrow('is sealed');
  await open.close();
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

it('writes as much for many changes at once as for each alone', async () => {
  const [company, ids] = [newId(), Array.from({ length: 1_001 }, () => newId())];
  const context = contextOf(company);
  await database.withTenant(context, (tx) =>
    commitChanges(
      tx,
      ids.map((id) => change(id)),
    ),
  );
  await database.withTenant(context, (tx) => commitChange(tx, change(newId())));
  const [events, audits] = [await rowsOf('outbox', company), await rowsOf('audit_log', company)];
  expect(events.slice(0, -1).map((event) => event.aggregate_id)).toEqual(ids);
  const like = (row: Record<string, unknown> | undefined) => ({ ...row, ...(row?.headers as object), headers: null });
  const own = { id: 0, event_id: 0, aggregate_id: 0, aggregateid: 0, time: 0, created_at: 0, timestamp: 0, sealed: 0, position: 0 };
  expect({ ...like(events[1_000]), ...own }).toEqual({ ...like(events[1_001]), ...own });
  expect({ ...audits[1_000], ...own }).toEqual({ ...audits[1_001], ...own });
  expect(await said(company, audits[1_000])).toMatchObject({ new_values: { text: 'hello' } });
});

it('tells of some of many changes, and audits all of them', async () => {
  const company = newId();
  let nudges = 0;
  const remove = database.onOutboxWrite(() => nudges++);
  const write = (changes: Change[]) => database.withTenant(contextOf(company), (tx) => commitChanges(tx, changes));
  const told = newId();
  await write([{ ...change(newId()), event: null }, change(told)]);
  expect(nudges).toBe(1);
  await write([{ ...change(newId()), event: null }]);
  expect(nudges).toBe(1);
  remove();
  expect((await rowsOf('outbox', company)).map((event) => event.aggregate_id)).toEqual([told]);
  const audits = await rowsOf('audit_log', company);
  expect(audits).toHaveLength(3);
  for (const row of audits) expect(await said(company, row)).toMatchObject({ new_values: { text: 'hello' } });
});

it('sends no more than a few megabytes in a statement, however long the rows are', async () => {
  const company = newId();
  const after = { text: 'x'.repeat(1_000_000) };
  const long = Array.from({ length: 10 }, (): Change => ({ event: null, audit: { table: 'notes', operation: 'insert', after } }));
  await database.withTenant(contextOf(company), (tx) => commitChanges(tx, long));
  const BY_STATEMENT = 'SELECT count(*)::int AS rows FROM content.audit_log WHERE company_id = $1 GROUP BY cmin ORDER BY cmin::text::int';
  expect(await postgres.query(BY_STATEMENT, [company])).toEqual([{ rows: 5 }, { rows: 5 }]);
});

it('compares If-Match with what was asked for, not with what goes along', async () => {
  const [asked, along] = [
    { id: newId(), revision: 1 },
    { id: newId(), revision: 1 },
  ];
  const remove = (before: object): Change => ({ event: null, audit: { table: 'notes', operation: 'delete', before } });
  const withMatch = (row: object) =>
    database.withTenant({ ...contextOf(newId()), ifMatch: [entityTag(row) as string] }, async (tx) => {
      await commitChanges(tx, [remove(along)]);
      await commitChange(tx, remove(asked));
    });
  await withMatch(asked);
  const refused = { code: 'PLATFORM_PRECONDITION_FAILED', data: { current: [entityTag(asked)] } };
  await expect(withMatch(along)).rejects.toMatchObject(refused);
});

it('writes nothing for no changes', async () => {
  const company = newId();
  await database.withTenant(contextOf(company), (tx) => commitChanges(tx, []));
  expect(await rowsOf('outbox', company)).toEqual([]);
});
