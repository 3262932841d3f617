import { ClickHouse } from '@smartcontent/clickhouse';
import {
  AppError,
  type Engagement,
  GetPreferences,
  GetRecommendations,
  type InputOf,
  type OutputOf,
  PageEngagement,
} from '@smartcontent/contracts';
import { Database, newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { type Caller, eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { EngagementStore } from '../src/preferences/engagement.store.js';
import { EngagementFollower } from '../src/preferences/engagement-follower.service.js';
import { EngagementTeller } from '../src/preferences/engagement-teller.service.js';
import { PreferencesStore } from '../src/preferences/preferences.store.js';
import { PreferencesEraser } from '../src/preferences/preferences-eraser.service.js';
import { ContentVectors } from '../src/search/content-vectors.service.js';
import { writeDocuments } from './write-documents.fixture.js';

const stack = useStack({ services: ['embeddings'] });
const MODEL = 'test-4';
const NOTHING_SAID = {
  ...{ userId: null, contentType: null, platform: null },
  ...{ createdAt: null, updatedAt: null, publishedAt: null, qualityScore: null },
};
/** What analytics has stored; a place is an index in it. */
const feed: Engagement[] = [];
const PATIENCE = { timeoutMs: 15_000 };
let isAnalyticsAway = false;
let service: RunningService;
let clickhouse: ClickHouse;
let subscriptions: { unsubscribe(): void }[] = [];

beforeAll(async () => {
  const pages = stack.nats.subscribe(PageEngagement.subject, {
    callback: (_error, message) => {
      const { data, id } = JSON.parse(message.string()) as { data: InputOf<typeof PageEngagement>; id: string };
      if (isAnalyticsAway) {
        message.respond(JSON.stringify({ err: new AppError('PLATFORM_STORE_UNAVAILABLE').toWire(), isDisposed: true, id }));
        return;
      }
      const next = Math.min(Number(data.after) + 3, feed.length);
      const items = feed.slice(Number(data.after), next);
      const response: OutputOf<typeof PageEngagement> = { items, next: `${next}`, is_last: next === feed.length };
      message.respond(JSON.stringify({ response, isDisposed: true, id }));
    },
  });
  subscriptions = [pages, stack.nats.subscribe('cancel.analytics', { callback: () => undefined })];
  clickhouse = await ClickHouse.open(stack.env('embeddings').CLICKHOUSE_URL as string);
  service = await start(readConfig(stack.env('embeddings')));
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await clickhouse.close();
  for (const subscription of subscriptions) subscription.unsubscribe();
});

/** A published content that says something in the direction of its vector. */
async function publish(caller: Caller, title: string, vector: readonly number[], topics: readonly string[] = []): Promise<string> {
  const contentId = newId();
  const metadata = { ...NOTHING_SAID, contentType: 'blog_post', status: 'published', topics };
  const chunks = [{ text: title, start: 0, vector: Float32Array.from(vector) }];
  await writeDocuments(service, caller, [{ companyId: caller.companyId, contentId, revision: 1, title, metadata, model: MODEL, chunks }]);
  return contentId;
}

function engage(caller: Caller, userId: string | null, contentId: string, ...types: string[]): void {
  const event = { company_id: caller.companyId, user_id: userId, content_id: contentId, occurred_at: Date.now() };
  feed.push(...types.map((event_type) => ({ ...event, event_type })));
}

/** Until everything of the feed is followed and told. */
async function followed(): Promise<void> {
  const follower = service.get(EngagementFollower);
  await eventually(async () => {
    await follower.follow();
    const [place] = await stack.query<{ place: number }>('SELECT place::int FROM embeddings.engagement_place');
    expect(place?.place).toBe(feed.length);
  });
  await service.get(EngagementTeller).tellContents();
  await service.get(EngagementTeller).tellReaders();
  await eventually(async () => {
    expect(await stack.query('SELECT FROM embeddings.readers WHERE NOT is_told')).toEqual([]);
  });
}

const titles = async (caller: Caller, userId: string) =>
  (await caller.call(GetRecommendations, { user_id: userId })).items.map(({ title }) => title);

test('what is counted is told while analytics is away', async () => {
  const ada = stack.caller();
  isAnalyticsAway = true;
  await stack.query('INSERT INTO embeddings.content_engagement (company_id, content_id, weight, at) VALUES ($1, $2, 8, now())', [
    ada.companyId,
    newId(),
  ]);
  const untold = 'SELECT 1 FROM embeddings.content_engagement WHERE company_id = $1 AND NOT is_told';
  await eventually(async () => expect(await stack.query(untold, [ada.companyId])).toEqual([]), PATIENCE).finally(() => {
    isAnalyticsAway = false;
  });
});

test('an event counts once, however many follow at once', async () => {
  const ada = stack.caller();
  const [contentId, userId] = [newId(), newId()];
  engage(ada, userId, contentId, 'view', 'like', 'share', 'opened');
  engage(ada, null, contentId, 'view', 'view', 'click', 'comment');
  const follower = service.get(EngagementFollower);
  await Promise.all(Array.from({ length: 8 }, () => follower.follow()));
  await followed();
  const weightOf = async (table: string) =>
    (await stack.query<{ weight: number }>(`SELECT weight FROM embeddings.${table} WHERE content_id = $1`, [contentId]))[0]?.weight;
  expect(await weightOf('content_engagement')).toBeCloseTo(9 + 8, 2);
  expect(await weightOf('reader_engagement')).toBeCloseTo(9, 2);
});

describe('a reader', () => {
  test('is recommended what is near to what he engaged with, and nothing of that again', async () => {
    const ada = stack.caller();
    const userId = newId();
    const read = await publish(ada, 'borrowing', [1, 0.1, 0, 0], ['compilers']);
    await publish(ada, 'lifetimes', [0.9, 0.2, 0, 0]);
    await publish(ada, 'a cake', [0, 0, 1, 0.2]);
    engage(ada, userId, read, 'view', 'like');
    await followed();
    expect(await titles(ada, userId)).toEqual(['lifetimes', 'a cake']);
    const known = await ada.call(GetPreferences, { user_id: userId });
    expect(known.items).toEqual([expect.objectContaining({ preference_type: 'interests', model: MODEL, dimensions: 4, contents: 1 })]);
    expect(known.items[0]?.confidence_score).toBeCloseTo(4 / 14, 3);
    expect(known.topics).toEqual([{ topic: 'compilers', weight: 1 }]);
  });

  test('is recommended the nearest of more contents than are compared exactly', async () => {
    const ada = stack.caller();
    const length = 64;
    const random = () => Float32Array.from({ length }, () => Math.random() - 0.5);
    const metadata = { ...NOTHING_SAID, status: 'published', topics: [] };
    const documents = Array.from({ length: 1_500 }, (_, each) => {
      const chunks = [{ text: `content ${each}`, start: 0, vector: random() }];
      return { companyId: ada.companyId, contentId: newId(), revision: 1, title: `content ${each}`, metadata, model: 'test-64', chunks };
    });
    await writeDocuments(service, ada, documents);
    const wanted = random();
    const cosine = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0) / (Math.hypot(...a) * Math.hypot(...b));
    const scored = documents.map(({ contentId, chunks }) => ({ contentId, score: cosine(chunks[0]?.vector ?? wanted, wanted) }));
    const nearest = scored.sort((a, b) => b.score - a.score).slice(0, 10);
    const options = { exceptContentIds: [nearest[0]?.contentId ?? ''], status: 'published', limit: 9 };
    const found = await service.get(ContentVectors).nearest(await ada.context(), 'test-64', wanted, options);
    expect(found.map(({ content_id }) => content_id)).toEqual(nearest.slice(1).map(({ contentId }) => contentId));
    expect(found[0]?.score).toBeCloseTo(nearest[1]?.score ?? 0, 4);
  });

  test('of whom nothing is known gets what others engage with most, and nothing is said to be known', async () => {
    const ada = stack.caller();
    const [liked, seen] = [await publish(ada, 'liked', [1, 0, 0, 0]), await publish(ada, 'seen', [0, 1, 0, 0])];
    await publish(ada, 'unseen', [0, 0, 1, 0]);
    engage(ada, newId(), liked, 'view', 'share');
    engage(ada, null, seen, 'view');
    await followed();
    const stranger = newId();
    const answer = await ada.call(GetRecommendations, { user_id: stranger });
    expect(answer).toMatchObject({ basis: 'popular', confidence_score: 0 });
    expect(answer.items.map(({ title }) => title)).toEqual(['liked', 'seen']);
    expect(await ada.call(GetPreferences, { user_id: stranger })).toEqual({ user_id: stranger, items: [], topics: [] });
  });

  test('gets what is live, however many that are not are more popular', async () => {
    const ada = stack.caller();
    const contentId = await publish(ada, 'still there', [1, 0, 0, 0]);
    await stack.query(
      `INSERT INTO embeddings.content_engagement (company_id, content_id, weight, at, is_told)
        SELECT $1::uuid, uuidv7(), 100, now(), true FROM generate_series(1, 250) UNION ALL SELECT $1, $2, 1, now(), true`,
      [ada.companyId, contentId],
    );
    expect(await titles(ada, newId())).toEqual(['still there']);
  });

  test('is recommended nothing that is deleted, from the moment that is known, and what is done with it counts no more', async () => {
    const ada = stack.caller();
    const [reader, stranger] = [newId(), newId()];
    const read = await publish(ada, 'read', [1, 0, 0, 0], ['kept']);
    const gone = await publish(ada, 'gone', [1, 0.1, 0, 0], ['gone']);
    const there = await publish(ada, 'there', [1, 0.2, 0, 0]);
    engage(ada, reader, read, 'like');
    engage(ada, null, gone, 'share');
    engage(ada, null, there, 'view');
    await followed();
    expect([await titles(ada, reader), await titles(ada, stranger)]).toEqual([
      ['gone', 'there'],
      ['gone', 'read', 'there'],
    ]);
    // Nobody has told ClickHouse yet.
    const DELETED = `INSERT INTO embeddings.documents (company_id, content_id, source, state, revision) VALUES ($1, $2, 'content', 'deleted', 2)`;
    await stack.query(DELETED, [ada.companyId, gone]);
    expect([await titles(ada, reader), await titles(ada, stranger)]).toEqual([['there'], ['read', 'there']]);
    await stack.query('DELETE FROM embeddings.content_engagement WHERE content_id = $1', [gone]);
    engage(ada, reader, gone, 'share');
    await followed();
    expect(await stack.query('SELECT FROM embeddings.content_engagement WHERE content_id = $1', [gone])).toEqual([]);
    expect((await ada.call(GetPreferences, { user_id: reader })).topics).toEqual([{ topic: 'kept', weight: 1 }]);
  });

  test('likes other things when he engages with them more', async () => {
    const ada = stack.caller();
    const userId = newId();
    const [first, second] = [await publish(ada, 'first', [1, 0, 0, 0]), await publish(ada, 'second', [0, 1, 0, 0])];
    await publish(ada, 'near the first', [1, 0.01, 0, 0]);
    await publish(ada, 'near the second', [0.01, 1, 0, 0]);
    engage(ada, userId, first, 'like');
    await followed();
    expect((await titles(ada, userId))[0]).toBe('near the first');
    engage(ada, userId, second, 'share', 'comment');
    await followed();
    expect((await titles(ada, userId))[0]).toBe('near the second');
  });

  test('whose preferences cannot be made is tried again later, and keeps no other waiting', async () => {
    const ada = stack.caller();
    const [first, broken, last] = [newId(), newId(), newId()].sort() as [string, string, string];
    const contentId = await publish(ada, 'hers', [1, 0, 0, 0]);
    await clickhouse.command(`ALTER TABLE user_preference_embeddings ADD CONSTRAINT broken CHECK user_id != toUUID('${broken}')`);
    for (const userId of [first, broken, last]) engage(ada, userId, contentId, 'like');
    await eventually(async () => {
      await service.get(EngagementFollower).follow();
      const waiting = 'SELECT user_id, attempts > 0 AND next_attempt_at > now() AS is_later FROM embeddings.readers WHERE NOT is_told';
      expect(await stack.query(waiting)).toEqual([{ user_id: broken, is_later: true }]);
    });
    for (const userId of [first, last])
      expect(await service.get(PreferencesStore).ofUser(ada.companyId, userId)).toMatchObject({ contents: 1 });
    await clickhouse.command('ALTER TABLE user_preference_embeddings DROP CONSTRAINT broken');
    await eventually(async () => {
      const told = 'SELECT 1 FROM embeddings.readers WHERE user_id = $1 AND is_told AND attempts = 0 AND next_attempt_at IS NULL';
      expect(await stack.query(told, [broken])).toHaveLength(1);
    }, PATIENCE);
    expect(await service.get(PreferencesStore).ofUser(ada.companyId, broken)).toMatchObject({ contents: 1 });
  });

  test('of another company is nobody, whatever his id', async () => {
    const [ada, eve] = [stack.caller(), stack.caller()];
    const userId = newId();
    engage(ada, userId, await publish(ada, 'hers', [1, 0, 0, 0]), 'like');
    await followed();
    expect(await eve.call(GetPreferences, { user_id: userId })).toEqual({ user_id: userId, items: [], topics: [] });
    expect(await titles(eve, userId)).toEqual([]);
  });

  test('who is erased while a page with him is under way is not counted by it', async () => {
    const ada = stack.caller();
    const userId = newId();
    const store = service.get(EngagementStore);
    const database = service.get(Database);
    const from = await database.withSystem('where the following stands', (tx) => store.place(tx));
    await service.get(PreferencesEraser).erase({ companyId: ada.companyId, userId });
    expect(await database.withSystem('count what readers did', (tx) => store.moveOn(tx, from, from.place))).toBe(false);
  });

  test('who is erased leaves nothing, and what contents are worth stays', async () => {
    const ada = stack.caller();
    const userId = newId();
    const contentId = await publish(ada, 'hers', [1, 0, 0, 0]);
    engage(ada, userId, contentId, 'like');
    await followed();
    const target = { companyId: ada.companyId, userId };
    expect(await service.get(PreferencesEraser).erase(target)).toEqual([
      { place: 'postgres.reader_engagement', erased: 1, left: 0 },
      { place: 'postgres.readers', erased: 1, left: 0 },
      { place: 'clickhouse.user_preference_embeddings', erased: expect.any(Number), left: 0 },
    ]);
    expect(await ada.call(GetPreferences, { user_id: userId })).toEqual({ user_id: userId, items: [], topics: [] });
    expect(await stack.query('SELECT FROM embeddings.content_engagement WHERE content_id = $1', [contentId])).toHaveLength(1);
  });
});
