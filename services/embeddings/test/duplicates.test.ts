import { CheckDuplicates, FindNearDuplicates } from '@smartcontent/contracts';
import { Database, newId } from '@smartcontent/database';
import { fingerprintOf } from '@smartcontent/likeness';
import type { RunningService } from '@smartcontent/service';
import { type Caller, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { Fingerprints } from '../src/duplicates/fingerprints.service.js';

const stack = useStack({ services: ['embeddings'] });
let service: RunningService;
beforeAll(async () => {
  service = await start(readConfig(stack.env('embeddings')));
});
afterAll(() => service?.[Symbol.asyncDispose]());

const words = (count: number, seed: number) => Array.from({ length: count }, (_, at) => `w${((at + 1) * 7_919 * (seed + 1)) % 10_007}`);
const text = (seed: number) => words(120, seed).join(' ');
const edited = (seed: number) => words(120, seed).with(50, 'another').join(' ');

async function keep(caller: Caller, body: string | null, contentId: string = newId()): Promise<string> {
  const context = await caller.context();
  const kept = { companyId: caller.companyId, contentId, title: `about ${contentId}`, text: body };
  await service.get(Database).withTenant(context, (tx) => service.get(Fingerprints).keep(tx, kept));
  return contentId;
}

async function drop(caller: Caller, ...contentIds: string[]): Promise<void> {
  const context = await caller.context();
  await service.get(Database).withTenant(context, (tx) => service.get(Fingerprints).drop(tx, caller.companyId, contentIds));
}

async function found(caller: Caller, body: string): Promise<string[]> {
  return (await caller.call(CheckDuplicates, { text: body })).items.map(({ content_id }) => content_id);
}

describe('near-duplicates', () => {
  test('are found by a text, with title and similarity, and nothing else is', async () => {
    const ada = stack.caller();
    const [first] = [await keep(ada, text(1)), await keep(ada, text(2)), await keep(ada, null)];
    const { items, is_comparable } = await ada.call(CheckDuplicates, { text: edited(1) });
    expect(is_comparable).toBe(true);
    expect(items).toEqual([{ content_id: first, title: `about ${first}`, similarity: expect.closeTo(0.95, 1) }]);
    expect(await found(ada, text(3))).toEqual([]);
  });

  test('are found by a content, which is none of its own', async () => {
    const ada = stack.caller();
    const [one, other] = [await keep(ada, text(1)), await keep(ada, edited(1))];
    const { items } = await ada.call(CheckDuplicates, { content_id: one });
    expect(items.map(({ content_id }) => content_id)).toEqual([other]);
  });

  test('are found for content and scheduling by a fingerprint', async () => {
    const ada = stack.caller();
    const one = await keep(ada, text(1));
    const { sketch, bands } = fingerprintOf(edited(1)) as NonNullable<ReturnType<typeof fingerprintOf>>;
    const fingerprint = { sketch: Buffer.from(sketch).toString('base64'), bands: [...bands] };
    const input = { fingerprint, except_content_id: null };
    expect((await ada.call(FindNearDuplicates, input)).items).toMatchObject([{ content_id: one }]);
    expect((await ada.call(FindNearDuplicates, { ...input, except_content_id: one })).items).toEqual([]);
  });

  test('of another company are never told', async () => {
    const [ada, eve] = [stack.caller(), stack.caller()];
    const one = await keep(ada, text(1));
    expect(await found(eve, text(1))).toEqual([]);
    await expect(eve.call(CheckDuplicates, { content_id: one })).rejects.toMatchObject({ code: 'EMBEDDINGS_DOCUMENT_NOT_FOUND' });
  });

  test('are those of the text that was kept last, and of none that was dropped', async () => {
    const ada = stack.caller();
    const one = await keep(ada, text(1));
    await keep(ada, text(2), one);
    expect([await found(ada, text(1)), await found(ada, text(2))]).toEqual([[], [one]]);
    await keep(ada, edited(2), one);
    await keep(ada, edited(2), one);
    expect(await found(ada, text(2))).toEqual([one]);
    await drop(ada, one, newId());
    expect(await found(ada, text(2))).toEqual([]);
    expect(await stack.query('SELECT FROM embeddings.fingerprint_bands WHERE content_id = $1', [one])).toEqual([]);
  });

  test('are none that are deleted, from the moment that is known', async () => {
    const ada = stack.caller();
    const one = await keep(ada, text(1));
    await stack.query(
      `INSERT INTO embeddings.documents (company_id, content_id, source, state, revision) VALUES ($1, $2, 'content', 'deleted', 2)`,
      [ada.companyId, one],
    );
    expect(await found(ada, text(1))).toEqual([]);
  });

  test('of texts that come again all the time are the five newest, at a bounded cost', async () => {
    const ada = stack.caller();
    const ids: string[] = [];
    for (let index = 0; index < 40; index += 1) ids.push(await keep(ada, text(1)));
    expect(await found(ada, text(1))).toEqual(ids.toSorted().toReversed().slice(0, 5));
  });

  test('are not looked for where a text is too short to tell', async () => {
    const ada = stack.caller();
    const short = await keep(ada, 'Read the whole story on our blog');
    const nothing = { items: [], is_comparable: false };
    expect(await ada.call(CheckDuplicates, { text: 'Read the whole story on our blog' })).toEqual(nothing);
    expect(await ada.call(CheckDuplicates, { content_id: short })).toEqual(nothing);
  });

  test('need either a text or a content', async () => {
    for (const input of [{}, { text: 'a', content_id: newId() }]) {
      await expect(stack.caller().call(CheckDuplicates, input)).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    }
  });
});

test('candidates come by the bands’ index, under row-level security too', async () => {
  const ada = stack.caller();
  await stack.query(`INSERT INTO embeddings.fingerprint_bands SELECT $1, n, uuidv7() FROM generate_series(1, 50000) n`, [ada.companyId]);
  await stack.query('ANALYZE embeddings.fingerprint_bands');
  const plan = await service.get(Database).withTenant(await ada.context(), (tx) =>
    tx.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT sharing.content_id FROM unnest($2::bigint[]) AS wanted(band), LATERAL (
           SELECT content_id FROM embeddings.fingerprint_bands WHERE company_id = $1 AND band = wanted.band AND content_id IS DISTINCT FROM $3
            ORDER BY content_id DESC LIMIT 8) AS sharing`,
      [ada.companyId, ['77', '78'], newId()],
    ),
  );
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Only Scan Backward using fingerprint_bands_pkey/);
});
