import { ContentCreated, ContentUpdated } from '@smartcontent/contracts';
import { Database, newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { eventually } from '@smartcontent/testing';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { IndexQueueStore } from '../src/indexing/index-queue.store.js';
import { useEmbeddings } from './use-embeddings.js';

const embeddings = useEmbeddings();
const { stack } = embeddings;
let service: RunningService;
beforeAll(async () => {
  service = await embeddings.start();
});
afterEach(() => {
  embeddings.contents.isAway = false;
  embeddings.contents.atOnce = 100;
  embeddings.contents.onRead = async () => undefined;
});

async function write(count: number, caller = stack.caller()) {
  const ids = Array.from({ length: count }, () => embeddings.contents.set(caller.companyId, { revision: 1 }).id);
  await Promise.all(ids.map((id) => embeddings.tell(ContentCreated, caller, id, 1)));
  return {
    caller,
    ids,
    indexed: () => eventually(async () => expect(await embeddings.found(caller)).toHaveLength(count), { timeoutMs: 20_000 }),
  };
}

const statesOf = async (ids: readonly string[]) => {
  const rows = await stack.query<{ state: string }>('SELECT DISTINCT state FROM embeddings.documents WHERE content_id = ANY ($1)', [ids]);
  return rows.map(({ state }) => state);
};

describe('contents that are to be indexed', () => {
  test('are read in as many answers as it takes', async () => {
    embeddings.contents.atOnce = 3;
    const { indexed, ids } = await write(10);
    await indexed();
    await eventually(async () => expect(await statesOf(ids)).toEqual(['indexed']));
  });

  test('wait while content is away', async () => {
    embeddings.contents.isAway = true;
    const { indexed, ids, caller } = await write(2);
    await eventually(async () =>
      expect(await stack.query('SELECT 1 FROM embeddings.documents WHERE content_id = ANY ($1)', [ids])).toHaveLength(2),
    );
    expect(await embeddings.found(caller)).toEqual([]);
    embeddings.contents.isAway = false;
    await indexed();
  });

  test('wait while ClickHouse takes nothing, and are not called indexed', async () => {
    await embeddings.clickhouse.command('RENAME TABLE search_documents TO away_documents');
    const { indexed, ids } = await write(2);
    await eventually(async () => expect((await statesOf(ids)).length).toBe(1));
    expect(await statesOf(ids)).not.toContain('indexed');
    await embeddings.clickhouse.command('RENAME TABLE away_documents TO search_documents');
    await indexed();
    await eventually(async () => expect(await statesOf(ids)).toEqual(['indexed']));
  });

  test('are found once where Postgres fails between ClickHouse and the note of it', async () => {
    await stack.query(`
      CREATE FUNCTION embeddings.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'away'; END $$;
      CREATE TRIGGER fail BEFORE UPDATE ON embeddings.documents FOR EACH ROW WHEN (new.state = 'indexed') EXECUTE FUNCTION embeddings.fail()`);
    const { indexed, ids, caller } = await write(2);
    await indexed();
    expect(await statesOf(ids)).not.toContain('indexed');
    await stack.query('DROP FUNCTION embeddings.fail CASCADE');
    await eventually(async () => expect(await statesOf(ids)).toEqual(['indexed']), { timeoutMs: 20_000 });
    expect(await embeddings.found(caller)).toHaveLength(2);
  });

  test('are taken over from a replica that died, when its lease ends', async () => {
    const { ids, indexed } = await write(1);
    await indexed();
    await eventually(async () => expect(await statesOf(ids)).toEqual(['indexed']));
    await stack.query(
      `UPDATE embeddings.documents SET state = 'indexing', lease_token = gen_random_uuid(), next_attempt_at = now() + interval '500 ms',
              indexed_revision = NULL WHERE content_id = $1`,
      [ids[0]],
    );
    await eventually(async () => expect(await statesOf(ids)).toEqual(['indexed']));
  });

  test('say what they said last, also where they change while they are indexed', async () => {
    const caller = stack.caller();
    const { id } = embeddings.contents.set(caller.companyId, { revision: 1, title: 'Before' });
    let isChanged = false;
    embeddings.contents.onRead = async () => {
      if (isChanged) return;
      isChanged = true;
      embeddings.contents.set(caller.companyId, { id, revision: 2, title: 'After' });
      await embeddings.tell(ContentUpdated, caller, id, 2);
      const noted = 'SELECT 1 FROM embeddings.documents WHERE content_id = $1 AND revision = 2';
      await eventually(async () => expect(await stack.query(noted, [id])).toHaveLength(1));
    };
    await embeddings.tell(ContentCreated, caller, id, 1);
    await embeddings.document(caller, id, { state: 'indexed', revision: 2, indexed_revision: 2 });
    expect(await embeddings.found(caller)).toMatchObject([{ id, title: 'After' }]);
  });

  test('leave the index where content does not know them any more', async () => {
    const { caller, ids, indexed } = await write(1);
    await indexed();
    embeddings.contents.delete(ids[0] as string);
    await embeddings.tell(ContentUpdated, caller, ids[0] as string, 2);
    await eventually(async () => expect(await embeddings.found(caller)).toEqual([]));
    await eventually(async () => expect(await statesOf(ids)).toEqual(['deleted']));
  });

  test('take no others with them where ClickHouse refuses what one says', async () => {
    const caller = stack.caller();
    const refused = embeddings.contents.set(caller.companyId, { revision: 1, topics: ['half a letter \ud83d'] });
    const others = [1, 2].map(() => embeddings.contents.set(caller.companyId, { revision: 1 }));
    await embeddings.tell(ContentCreated, caller, refused.id, 1);
    for (const { id } of others) await embeddings.tell(ContentCreated, caller, id, 1);
    await stack.query('UPDATE embeddings.documents SET next_attempt_at = now() WHERE company_id = $1', [caller.companyId]);
    for (const { id } of others) await embeddings.document(caller, id, { state: 'indexed' });
    await embeddings.document(caller, refused.id, { state: 'failed', error_code: 'EMBEDDINGS_DOCUMENT_REFUSED' });
  });

  test('take no others with them where Postgres refuses what one says', async () => {
    const caller = stack.caller();
    const refused = embeddings.contents.set(caller.companyId, { revision: 1, content_text: 'A character that no text has: \u0000' });
    const others = [1, 2].map(() => embeddings.contents.set(caller.companyId, { revision: 1 }));
    embeddings.contents.isAway = true;
    for (const { id } of [refused, ...others]) await embeddings.tell(ContentCreated, caller, id, 1);
    const waiting = 'SELECT 1 FROM embeddings.documents WHERE company_id = $1';
    await eventually(async () => expect(await stack.query(waiting, [caller.companyId])).toHaveLength(3));
    embeddings.contents.isAway = false;
    for (const { id } of others) await embeddings.document(caller, id, { state: 'indexed' });
    await embeddings.document(caller, refused.id, { state: 'failed', error_code: 'EMBEDDINGS_DOCUMENT_REFUSED' });
  });

  test('wait behind what is to be deleted, however long they have waited', async () => {
    const caller = stack.caller();
    const backlog = `INSERT INTO embeddings.documents (company_id, content_id, source, state, revision, next_attempt_at)
      SELECT $1::uuid, uuidv7(), 'content', CASE n WHEN 50 THEN 'deleted' ELSE 'pending' END, 1, now() - make_interval(secs => 50 - n)
        FROM generate_series(1, 50) n`;
    const claimed = await service.get(Database).withSystem('claim documents to be indexed', async (tx) => {
      await tx.query(backlog, [caller.companyId]);
      const documents = await service.get(IndexQueueStore).claim(tx, caller.companyId, newId(), 1, 10);
      await tx.query('DELETE FROM embeddings.documents WHERE company_id = $1', [caller.companyId]);
      return documents;
    });
    expect(claimed).toHaveLength(11);
    expect(claimed.filter(({ state }) => state === 'deleted')).toHaveLength(1);
  });

  test('keep the fingerprint that another replica gave them while one takes them for gone', async () => {
    const { caller, ids, indexed } = await write(2);
    const [back, other] = ids as [string, string];
    await indexed();
    await eventually(async () => expect(await statesOf(ids)).toEqual(['indexed']));
    embeddings.contents.delete(back);
    let isRead = false;
    embeddings.contents.onRead = async () => {
      isRead = true;
      const indexedElsewhere = `UPDATE embeddings.documents SET state = 'indexed', next_attempt_at = NULL, lease_token = NULL WHERE content_id = $1`;
      await stack.query(indexedElsewhere, [back]);
    };
    await stack.query(`UPDATE embeddings.documents SET state = 'pending', next_attempt_at = now() WHERE content_id = ANY ($1)`, [ids]);
    await eventually(async () => expect(isRead).toBe(true));
    await embeddings.document(caller, other, { state: 'indexed' });
    expect(await stack.query('SELECT 1 FROM embeddings.fingerprints WHERE content_id = $1', [back])).toHaveLength(1);
  });

  test('have a title alone, or nothing at all to say', async () => {
    const caller = stack.caller();
    const titled = embeddings.contents.set(caller.companyId, { id: newId(), title: 'A picture', content_text: null });
    const silent = embeddings.contents.set(caller.companyId, { id: newId(), title: null, content_text: null });
    for (const { id } of [titled, silent]) await embeddings.tell(ContentCreated, caller, id, 1);
    await embeddings.document(caller, titled.id, { state: 'indexed', chunks: 1 });
    await embeddings.document(caller, silent.id, { state: 'indexed', chunks: 0 });
  });
});

test('two replicas index each content once, and several companies in turn', async () => {
  const second = await embeddings.start();
  embeddings.contents.asked.length = 0;
  const companies = await Promise.all([write(70), write(70), write(5)]);
  for (const { indexed } of companies) await indexed();
  const ids = companies.flatMap((company) => company.ids);
  await eventually(async () => expect(await statesOf(ids)).toEqual(['indexed']));
  expect(embeddings.contents.asked.reduce((sum, count) => sum + count)).toBe(145);
  await embeddings.stop(second);
});
