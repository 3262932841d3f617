import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commitChange } from './commit-change.js';
import type { Database } from './database.js';
import { type Lease, LeaseStore } from './lease-store.js';
import { newId } from './new-id.js';
import { type OutboxRow, OutboxStore } from './outbox-store.js';
import { contextOf, NoteWritten, TestPostgres } from './test-service.fixture.js';

let postgres: TestPostgres;
let database: Database;
let outbox: OutboxStore;
let leases: LeaseStore;

beforeAll(async () => {
  postgres = await TestPostgres.start();
  database = await postgres.openMigrated();
  outbox = new OutboxStore(database);
  leases = new LeaseStore(database, { name: 'relay', seconds: 5 });
});
beforeEach(async () => {
  await postgres.query('TRUNCATE content.outbox, content.inbox, content.relay_lease, content.idempotency_keys');
});
afterAll(async () => {
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});

const company = newId();

async function writeEvents(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  for (const id of ids) {
    await database.withTenant(contextOf(company), (tx) =>
      commitChange(tx, {
        event: { contract: NoteWritten, aggregateId: id, aggregateVersion: 1, data: { text: id } },
        audit: { table: 'notes', operation: 'insert' },
      }),
    );
  }
  return ids;
}

async function takeLease(holder = 'one'): Promise<Lease> {
  const lease = await leases.take(holder);
  if (!lease) throw new Error('The lease is not free');
  return lease;
}

const expire = () => postgres.query(`UPDATE content.relay_lease SET expires_at = now() - interval '1 ms'`);
const acknowledge = (rows: OutboxRow[], first = 1) =>
  rows.map(({ id, created_at }, index) => ({ id, created_at, stream_sequence: first + index, is_duplicate: false }));
const partitions = async () =>
  (
    await postgres.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relname ~ '^(outbox|inbox)_[0-9]{8}$' ORDER BY 1`)
  ).map(({ name }) => name);
const dayName = (table: string, days: number) =>
  `${table}_${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}`;

describe('OutboxStore', () => {
  it('hands out what is unpublished in order, until it is marked', async () => {
    const ids = await writeEvents(3);
    const rows = await outbox.unpublished(10);
    expect(rows.map((row) => row.headers.aggregateid)).toEqual(ids);
    expect(rows[0]).toMatchObject({ data: `{"text": "${ids[0]}"}`, headers: { specversion: '1.0', companyid: company } });
    expect(await outbox.backlog()).toMatchObject({ rows: 3, oldestSeconds: expect.any(Number) });
    expect(await outbox.markPublished(await takeLease(), acknowledge(rows.slice(0, 2)))).toBe(true);
    expect((await outbox.unpublished(10)).map((row) => row.headers.aggregateid)).toEqual(ids.slice(2));
  });

  it('finds a row that was committed after one with a higher id', async () => {
    const early = Promise.withResolvers<void>();
    const writeLate = database.withTenant(contextOf(company), async (tx) => {
      const change = { contract: NoteWritten, aggregateId: newId(), aggregateVersion: 1, data: { text: 'late' } };
      await commitChange(tx, { event: change, audit: { table: 'notes', operation: 'insert' } });
      await early.promise;
    });
    const lease = await takeLease();
    await writeEvents(1);
    await outbox.markPublished(lease, acknowledge(await outbox.unpublished(10)));
    early.resolve();
    await writeLate;
    expect(await outbox.unpublished(10)).toMatchObject([{ data: '{"text": "late"}' }]);
  });

  it('writes nothing under a lease that was lost', async () => {
    await writeEvents(2);
    const rows = await outbox.unpublished(10);
    const lost = await takeLease('stopped');
    await expire();
    expect(await outbox.markPublished(lost, acknowledge(rows))).toBe(false);
    await takeLease('next');
    expect(await outbox.markPublished(lost, acknowledge(rows))).toBe(false);
    expect(await outbox.unpublishAfter(lost, undefined)).toBeUndefined();
    expect(await outbox.unpublished(10)).toHaveLength(2);
  });

  it('walks back from the highest acknowledged sequence, and publishes again what the broker lost', async () => {
    const ids = await writeEvents(5);
    const lease = await takeLease();
    await outbox.markPublished(lease, acknowledge(await outbox.unpublished(10)));
    const [fifth, fourth] = await outbox.acknowledged(2);
    const [third] = await outbox.acknowledged(1, fourth);
    expect([fifth, fourth, third].map((row) => row?.stream_sequence)).toEqual([5, 4, 3]);
    expect(await outbox.unpublishAfter(lease, third)).toEqual({ requeued: 2, lost: 0 });
    const again = await outbox.unpublished(10);
    expect(again.map((row) => row.headers.aggregateid)).toEqual(ids.slice(3));

    // The broker counts on from 3; the new epoch stands above whatever it counted before.
    const bumped = (await leases.bumpEpoch(lease)) ?? lease;
    expect(bumped.epoch).toBe(lease.epoch + 1);
    expect(await outbox.markPublished(bumped, acknowledge(again, 4))).toBe(true);
    expect(await outbox.acknowledged(1)).toMatchObject([{ stream_sequence: 5, epoch: bumped.epoch }]);
  });

  it('requeues everything for a broker that lost everything, and counts what has no payload any more', async () => {
    await writeEvents(3);
    const lease = await takeLease();
    await outbox.markPublished(lease, acknowledge(await outbox.unpublished(10)));
    await postgres.query(`UPDATE content.outbox SET published_at = now() - interval '61 minutes' WHERE stream_sequence = 1`);
    await outbox.maintain();
    expect(await outbox.unpublishAfter(lease, undefined)).toEqual({ requeued: 2, lost: 1 });
  });

  it('publishes a range of time again, and counts what has no payload any more', async () => {
    const ids = await writeEvents(4);
    const lease = await takeLease();
    await outbox.markPublished(lease, acknowledge(await outbox.unpublished(10)));
    const day = new Date(Date.now() - 86_400_000).toISOString();
    await postgres.query(`UPDATE content.outbox SET created_at = $1 WHERE stream_sequence = 1`, [day]);
    await postgres.query(`UPDATE content.outbox SET data = NULL, headers = NULL WHERE stream_sequence = 4`);
    const [from, now] = [new Date(Date.now() - 2 * 86_400_000).toISOString(), new Date(Date.now() + 1).toISOString()];
    expect(await outbox.republish({ from: day, to: day })).toEqual({ requeued: 0, lost: 0 });
    expect(await outbox.republish({ from, to: now, subject: 'evt.content.note.read.v1' })).toEqual({ requeued: 0, lost: 0 });
    expect(await outbox.republish({ from, to: now, subject: NoteWritten.subject })).toEqual({ requeued: 3, lost: 1 });
    expect(await outbox.republish({ from, to: now })).toEqual({ requeued: 0, lost: 1 });
    expect((await outbox.unpublished(10)).map((row) => row.headers.aggregateid)).toEqual(ids.slice(0, 3));
  });

  it('publishes again also what a database whose clock is ahead has just written', async () => {
    await writeEvents(1);
    await outbox.markPublished(await takeLease(), acknowledge(await outbox.unpublished(10)));
    await postgres.query(`UPDATE content.outbox SET created_at = clock_timestamp() + interval '1 minute'`);
    expect(await outbox.republish({ from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' })).toEqual({ requeued: 1, lost: 0 });
  });

  it('keeps the place of what is published again until the stream has answered', async () => {
    await writeEvents(3);
    const lease = await takeLease();
    await outbox.markPublished(lease, acknowledge(await outbox.unpublished(10)));
    const ever = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    await outbox.republish(ever);
    expect((await outbox.acknowledged(10)).map((row) => row.stream_sequence)).toEqual([3, 2, 1]);

    // Under the next epoch the stream still has the first; the others it stores again.
    const next = (await leases.bumpEpoch(lease)) as Lease;
    const [first, ...others] = await outbox.unpublished(10);
    const answer = { ...(first as OutboxRow), stream_sequence: 1, is_duplicate: true };
    await outbox.markPublished(next, [answer, ...acknowledge(others, 4)]);
    const places = (await outbox.acknowledged(10)).map(({ epoch, stream_sequence }) => [epoch - lease.epoch, stream_sequence]);
    expect(places).toEqual([
      [1, 5],
      [1, 4],
      [0, 1],
    ]);
  });

  it('misses once what a broker lost and nobody can publish again', async () => {
    await writeEvents(2);
    const lease = await takeLease();
    await outbox.markPublished(lease, acknowledge(await outbox.unpublished(10)));
    await postgres.query(`UPDATE content.outbox SET data = NULL, headers = NULL WHERE stream_sequence = 2`);
    const [, first] = await outbox.acknowledged(2);
    expect(await outbox.unpublishAfter(lease, first)).toEqual({ requeued: 0, lost: 1 });
    expect(await outbox.acknowledged(10)).toEqual([first]);
    expect(await outbox.unpublishAfter(lease, first)).toEqual({ requeued: 0, lost: 0 });
  });

  it('drops payloads an hour after they were published, and no others', async () => {
    await writeEvents(3);
    const rows = await outbox.unpublished(2);
    await outbox.markPublished(await takeLease(), acknowledge(rows));
    await postgres.query(`UPDATE content.outbox SET published_at = now() - interval '61 minutes' WHERE id = $1`, [rows[0]?.id]);
    await outbox.maintain();
    const kept = await postgres.query(`SELECT data IS NOT NULL AS has_data, stream_sequence::int FROM content.outbox ORDER BY id`);
    expect(kept).toEqual([
      { has_data: false, stream_sequence: 1 },
      { has_data: true, stream_sequence: 2 },
      { has_data: true, stream_sequence: null },
    ]);
  });
});

describe('partitions', () => {
  it('stand ready for today and the three days after it', async () => {
    const days = [0, 1, 2, 3];
    expect(await partitions()).toEqual(['inbox', 'outbox'].flatMap((table) => days.map((day) => dayName(table, day))));
  });

  it('are not needed to write: the default one takes the row, which moves when the day comes', async () => {
    await postgres.query(`DROP TABLE content.${dayName('outbox', 0)}`);
    await writeEvents(1);
    const place = () => postgres.query(`SELECT tableoid::regclass::text AS place FROM content.outbox`);
    expect(await place()).toEqual([{ place: 'content.outbox_default' }]);
    await outbox.maintain();
    expect(await place()).toEqual([{ place: `content.${dayName('outbox', 0)}` }]);
    await writeEvents(1);
    expect((await outbox.unpublished(10)).map((row) => row.id)).toHaveLength(2);
  });

  it('are dropped when their time is over, unless something in them was never published', async () => {
    const old = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10);
    const older = new Date(Date.now() - 41 * 86_400_000).toISOString().slice(0, 10);
    for (const [table, from, to] of [
      [dayName('outbox', -40), old, dayName('outbox', -39)],
      [dayName('outbox', -41), older, dayName('outbox', -40)],
      [dayName('inbox', -40), old, dayName('inbox', -39)],
    ] as const) {
      const parent = table.split('_')[0];
      const end = to.replace(/.*_(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');
      await postgres.query(`CREATE TABLE content.${table} PARTITION OF content.${parent} FOR VALUES FROM ('${from}') TO ('${end}')`);
      await postgres.query(`ALTER TABLE content.${table} OWNER TO content_owner`);
    }
    const insert = `INSERT INTO content.outbox (event_id, company_id, subject, aggregate_id, aggregate_version, created_at, published_at)
      VALUES (gen_random_uuid(), gen_random_uuid(), 's', gen_random_uuid(), 1, $1, $2)`;
    await postgres.query(insert, [`${old} 12:00Z`, null]);
    await postgres.query(insert, [`${older} 12:00Z`, `${older} 12:01Z`]);
    await outbox.maintain();
    expect((await partitions()).filter((name) => name < dayName(name.split('_')[0] ?? '', 0))).toEqual([dayName('outbox', -40)]);
    await postgres.query('UPDATE content.outbox SET published_at = now()');
    await outbox.maintain();
    expect(await partitions()).toHaveLength(8);
  });

  it('are looked after by two at the same time without harm', async () => {
    await postgres.query(`DROP TABLE content.${dayName('outbox', 2)}`);
    await Promise.all([outbox.maintain(), outbox.maintain()]);
    expect(await partitions()).toHaveLength(8);
  });
});

it('forgets idempotency keys after a day', async () => {
  const ask = () =>
    database.withTenant(contextOf(company, { key: newId(), requestHash: 'a', isSecretAnswer: false }), (tx) => tx.query('SELECT 1'));
  await ask();
  await postgres.query(`UPDATE content.idempotency_keys SET created_at = now() - interval '25 hours'`);
  await ask();
  await outbox.maintain();
  expect(await postgres.query('SELECT count(*)::int FROM content.idempotency_keys')).toEqual([{ count: 1 }]);
});

describe('LeaseStore', () => {
  it('has one holder, until it expires', async () => {
    const first = await takeLease('one');
    expect(await leases.take('two')).toBeUndefined();
    expect(await leases.renew(first)).toMatchObject({ holder: 'one', epoch: 1 });
    await expire();
    expect(await leases.renew(first)).toBeUndefined();
    expect(await leases.take('two')).toMatchObject({ holder: 'two', epoch: 2 });
    expect(await leases.bumpEpoch(first)).toBeUndefined();
  });

  it('goes to one of many who ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => leases.take(`relay ${index}`)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('is free at once when its holder releases it', async () => {
    await leases.release(await takeLease('one'));
    expect(await leases.take('two')).toMatchObject({ epoch: 2 });
  });

  it('expires by itself', async () => {
    const short = new LeaseStore(database, { name: 'short', seconds: 0.05 });
    await short.take('stopped');
    await expect.poll(() => short.take('next'), { timeout: 2_000 }).toMatchObject({ holder: 'next' });
  });
});
