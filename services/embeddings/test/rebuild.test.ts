import { jetstreamManager } from '@nats-io/jetstream';
import { RequestClient } from '@smartcontent/bus';
import { defineQuery } from '@smartcontent/clickhouse';
import { ContentCreated, ContentDeleted, OPERATOR_REQUESTS, PutDocument, SearchByWordAndMeaning } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { eventually } from '@smartcontent/testing';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { EngagementTeller } from '../src/preferences/engagement-teller.service.js';
import { SweepWrites } from '../src/search/sweep-writes.job.js';
import { useEmbeddings } from './use-embeddings.js';

const plantedQuery = defineQuery({
  name: 'test.planted',
  sql: 'SELECT count() AS rows FROM search_postings WHERE write_id = 1',
  params: z.object({}),
  row: z.object({ rows: z.number() }),
});
const embeddings = useEmbeddings();
const { stack } = embeddings;
const PATIENCE = { timeoutMs: 20_000 };

/** As the operator asks for it. */
async function rebuild(): Promise<readonly string[]> {
  const context = await stack.contextOf({ kind: 'operator', company_id: null });
  return (await new RequestClient(stack.nats).call(OPERATOR_REQUESTS.embeddings.RebuildProjection, { projection: 'search' }, context))
    .sources;
}
const loseClickHouse = async () => {
  for (const table of ['content_embeddings', 'search_postings', 'search_documents', 'search_engagement', 'user_preference_embeddings']) {
    await embeddings.clickhouse.command(`TRUNCATE TABLE ${table}`);
  }
};

const walked = () =>
  eventually(async () => expect(await stack.query('SELECT 1 FROM embeddings.snapshots WHERE finished_at IS NULL')).toEqual([]), PATIENCE);

beforeAll(async () => {
  await embeddings.start();
  await walked();
});

test('a rebuild brings back what ClickHouse lost, what no event tells of and what was put here, as often as it is asked for', async () => {
  const caller = stack.caller();
  const write = (title: string) => embeddings.contents.set(caller.companyId, { id: newId(), title, revision: 1 }).id;
  const [told, old, gone] = [write('told'), write('before all events'), write('deleted')];
  const put = newId();
  await embeddings.tell(ContentCreated, caller, told, 1);
  await embeddings.tell(ContentCreated, caller, gone, 1);
  await caller.call(PutDocument, { content_id: put, title: 'put here', text: 'A text.' });
  await eventually(async () => expect(await embeddings.found(caller)).toHaveLength(3), PATIENCE);
  embeddings.contents.delete(gone);
  await embeddings.tell(ContentDeleted, caller, gone, 2);
  await eventually(async () => expect(await embeddings.found(caller)).toHaveLength(2), PATIENCE);
  // Told of by no event that is still there, nor by a row.
  await (await jetstreamManager(stack.nats)).streams.purge('EVT_CONTENT');
  const titles = async () => (await embeddings.found(caller)).map(({ title }) => title).toSorted();
  await stack.query(
    'INSERT INTO embeddings.content_engagement (company_id, content_id, weight, at, is_told) VALUES ($1, $2, 8, now(), true)',
    [caller.companyId, told],
  );
  for (const _ of [1, 2]) {
    await loseClickHouse();
    expect(await titles()).toEqual([]);
    expect(await rebuild()).toEqual(['content']);
    await eventually(async () => expect(await titles()).toEqual(['before all events', 'put here', 'told']), PATIENCE);
    for (const service of embeddings.running) await service.get(EngagementTeller).tellContents();
    const liked = { query: 'told', filters: { min_engagement_score: 5 } };
    await eventually(
      async () => expect((await caller.call(SearchByWordAndMeaning, liked)).items).toMatchObject([{ content_id: told }]),
      PATIENCE,
    );
  }
  const states = () => stack.query(`SELECT state, count(*)::int AS rows FROM embeddings.documents GROUP BY state ORDER BY state`);
  await eventually(
    async () =>
      expect(await states()).toEqual([
        { state: 'deleted', rows: 1 },
        { state: 'indexed', rows: 3 },
      ]),
    PATIENCE,
  );
  expect([old, told]).not.toContain(gone);
});

test('of two replicas one sweeps', async () => {
  const second = await embeddings.start();
  const [first] = embeddings.running;
  /** A write of long ago that nothing names. */
  const plant = () =>
    embeddings.clickhouse.insertRaw({
      sql: 'INSERT INTO search_postings (company_id, term, write_id, impact, chunk) FORMAT JSONCompactEachRow',
      body: JSON.stringify([newId(), 'dead', '1', 1, 0]),
    });
  const planted = async () => (await embeddings.clickhouse.run(plantedQuery, {}))[0]?.rows;
  const isOver = () => stack.query(`UPDATE embeddings.relay_lease SET expires_at = now() WHERE name = 'sweep'`);
  await plant();
  // The job itself may have swept a moment ago.
  await isOver();
  await first?.get(SweepWrites).sweep();
  expect(await planted()).toBe(0);
  await plant();
  await second.get(SweepWrites).sweep();
  expect(await planted()).toBe(1);
  await isOver();
  await second.get(SweepWrites).sweep();
  expect(await planted()).toBe(0);
  await embeddings.stop(second);
});

test('a rebuild goes piece by piece, and on where one failed', async () => {
  const [first, last] = ['00000000-0000-7000-8000-000000000001', 'ffffffff-0000-7000-8000-000000000001'];
  await stack.query(
    `INSERT INTO embeddings.content_engagement (company_id, content_id, weight, at, is_told)
      SELECT $1::uuid, uuidv7(), 1, now(), true FROM generate_series(1, 6000) UNION ALL SELECT $2, uuidv7(), 1, now(), true`,
    [first, last],
  );
  await stack.query(`
    CREATE FUNCTION embeddings.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'away'; END $$;
    CREATE TRIGGER refuse BEFORE UPDATE ON embeddings.content_engagement FOR EACH ROW WHEN (new.company_id = '${last}')
      EXECUTE FUNCTION embeddings.refuse()`);
  await rebuild();
  const place = `SELECT phase, after_company_id FROM embeddings.snapshots WHERE finished_at IS NULL`;
  await eventually(async () => expect(await stack.query(place)).toEqual([{ phase: 'engagement', after_company_id: first }]), PATIENCE);
  await stack.query('DROP FUNCTION embeddings.refuse CASCADE');
  await walked();
});

test('a walk over all contents goes on where a page failed', async () => {
  const caller = stack.caller();
  await walked();
  embeddings.contents.isAway = true;
  await stack.query('INSERT INTO embeddings.snapshots DEFAULT VALUES');
  const { id } = embeddings.contents.set(caller.companyId, { id: newId(), revision: 7 });
  await eventually(async () => expect(await stack.query('SELECT 1 FROM embeddings.snapshots WHERE finished_at IS NULL')).toHaveLength(1));
  embeddings.contents.isAway = false;
  await embeddings.document(caller, id, { state: 'indexed', revision: 7 });
  await eventually(
    async () => expect(await stack.query('SELECT 1 FROM embeddings.snapshots WHERE finished_at IS NULL')).toEqual([]),
    PATIENCE,
  );
});

test('a walk gives the place of a text that was put under the id of a content to that content', async () => {
  const caller = stack.caller();
  const id = newId();
  await caller.call(PutDocument, { content_id: id, title: 'put here', text: 'A text.' });
  await embeddings.document(caller, id, { state: 'indexed' });
  embeddings.contents.set(caller.companyId, { id, title: 'the content', revision: 1 });
  await rebuild();
  await embeddings.document(caller, id, { state: 'indexed', source: 'content' });
  expect(await embeddings.found(caller)).toMatchObject([{ title: 'the content' }]);
});

test('a rebuild knows which embedder answers until it is through', async () => {
  const caller = stack.caller();
  const { id } = embeddings.contents.set(caller.companyId, { id: newId(), revision: 1 });
  await embeddings.tell(ContentCreated, caller, id, 1);
  const { model } = await embeddings.document(caller, id, { state: 'indexed' });
  embeddings.contents.isAway = true;
  await rebuild();
  const isBack = 'SELECT 1 FROM embeddings.documents WHERE content_id = $1 AND state <> $2 AND model = $3';
  await eventually(async () => expect(await stack.query(isBack, [id, 'indexed', model])).toHaveLength(1), PATIENCE);
  embeddings.contents.isAway = false;
  await embeddings.document(caller, id, { state: 'indexed' });
});
