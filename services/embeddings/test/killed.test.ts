import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ContentCreated, SearchByMeaning, SearchByWordAndMeaning } from '@smartcontent/contracts';
import { type Caller, eventually } from '@smartcontent/testing';
import { afterAll, expect, test } from 'vitest';
import { useEmbeddings } from './use-embeddings.js';

const embeddings = useEmbeddings();
const { stack } = embeddings;
const LOCK = 4242;
const CONTENTS = 12;
const PATIENCE = { timeoutMs: 20_000 };
let victim: ChildProcess | undefined;
afterAll(() => {
  victim?.kill('SIGKILL');
});

async function write(caller: Caller): Promise<string[]> {
  const ids = Array.from({ length: CONTENTS }, (_, each) => {
    const text = { title: `Heron ${each}`, content_text: `A heron stands in water number ${each}.` };
    return embeddings.contents.set(caller.companyId, { ...text, revision: 1 }).id;
  });
  for (const id of ids) await embeddings.tell(ContentCreated, caller, id, 1);
  return ids.toSorted();
}
const statesOf = async (caller: Caller) => {
  const of = 'SELECT DISTINCT state FROM embeddings.documents WHERE company_id = $1';
  return (await stack.query<{ state: string }>(of, [caller.companyId])).map(({ state }) => state);
};

test('what a killed process was reading, and what it had written and not noted, is found once when another has taken over', async () => {
  const [reading, writing] = [stack.caller(), stack.caller()];
  // The process comes to a halt in the middle: the text of one company never comes, and Postgres notes nothing of the other's.
  await stack.query('SELECT pg_advisory_lock($1)', [LOCK]);
  await stack.query(`
    CREATE FUNCTION embeddings.halt() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(${LOCK}); RETURN new; END $$;
    CREATE TRIGGER halt BEFORE UPDATE ON embeddings.documents FOR EACH ROW WHEN (new.state = 'indexed') EXECUTE FUNCTION embeddings.halt()`);
  const halted = Promise.withResolvers<void>();
  let isRead = false;
  embeddings.contents.onRead = async ({ id }) => {
    if (!toRead.includes(id)) return;
    isRead = true;
    await halted.promise;
  };
  const toRead = await write(reading);
  const toWrite = await write(writing);
  victim = spawn(process.execPath, [join(import.meta.dirname, '..', 'dist', 'main.js')], {
    env: stack.env('embeddings'),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await eventually(async () => {
    expect(isRead).toBe(true);
    expect(await embeddings.found(writing)).not.toEqual([]);
  }, PATIENCE);
  const gone = once(victim, 'exit');
  victim.kill('SIGKILL');
  await gone;
  halted.resolve();
  await stack.query('SELECT pg_advisory_unlock($1)', [LOCK]);
  for (const caller of [reading, writing]) expect(await statesOf(caller)).not.toContain('indexed');
  // Nobody renews his leases any more; their half a minute is over here.
  await stack.query(`UPDATE embeddings.documents SET next_attempt_at = now() WHERE state <> 'indexed'`);
  await embeddings.start();
  for (const [caller, ids] of [[reading, toRead] as const, [writing, toWrite] as const]) {
    await eventually(async () => expect(await statesOf(caller)).toEqual(['indexed']), PATIENCE);
    const byWord = await caller.call(SearchByWordAndMeaning, { query: 'heron', limit: 50 });
    const byMeaning = await caller.call(SearchByMeaning, { text: 'heron in water', limit: 50 });
    for (const { items } of [byWord, byMeaning]) expect(items.map(({ content_id }) => content_id).toSorted()).toEqual(ids);
    expect((await embeddings.found(caller)).map(({ id }) => id).toSorted()).toEqual(ids);
  }
});
