import { Cache } from '@smartcontent/cache';
import { GetPerformance, type IngestRow, ListPerformanceHistory, PERFORMANCE_COUNTERS, SumPerformance } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { type Caller, eventually } from '@smartcontent/testing';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PerformanceCounter } from '../src/performance/performance-counter.service.js';
import { event, events, RECEIVED, useAnalytics } from './use-analytics.js';

const analytics = useAnalytics();
const { stack } = analytics;
let service: RunningService;
let other: RunningService;
beforeAll(async () => {
  service = await analytics.start();
  other = await analytics.start();
});
afterEach(() => eventually(async () => expect(await behind()).toBe(false)));

/** Whether something is stored that is not counted. */
async function behind(): Promise<boolean> {
  const [row] = await stack.query<{ is_behind: boolean }>(`
    SELECT coalesce((SELECT max(last_sequence + shift + 1) * 2::numeric ^ 20 - 1 FROM analytics.ingest_offsets JOIN analytics.ingest_epochs USING (epoch)
      WHERE committed_at IS NOT NULL) > place, false) AS is_behind FROM analytics.performance_place`);
  return row?.is_behind ?? false;
}

/** Sends them, and waits until they are stored and counted. */
async function happen(caller: Caller, rows: readonly IngestRow[], stored = rows.length): Promise<void> {
  await analytics.send(caller.companyId, rows);
  await analytics.booked(caller, { stored, in_flight: 0 });
  await eventually(async () => expect(await behind()).toBe(false));
}

const NOTHING = { impressions: 0, views: 0, likes: 0, shares: 0, comments: 0, clicks: 0 };
const WHEN = { recorded_at: expect.any(String), counted_at: expect.any(String) };

async function figures(caller: Caller, content_id: string) {
  return (await caller.call(GetPerformance, { content_id })).items;
}

describe('what happens with a content', () => {
  test('is counted by type and platform, each in its own counter, and rates follow from the counts', async () => {
    const caller = stack.caller();
    const content_id = newId();
    const on = (platform: string, event_type: string, count: number) => events(count, { content_id, platform, event_type });
    await happen(caller, [
      ...[...on('web', 'impression', 7), ...on('web', 'view', 5), ...on('web', 'click', 2), ...on('web', 'like', 1)],
      ...[...on('mastodon', 'share', 3), ...on('mastodon', 'comment', 4)],
      ...[...on('web', 'page_view', 9), ...on('web', 'click.button', 9), event({ event_type: 'view' })],
    ]);
    expect(await figures(caller, content_id)).toEqual([
      { ...NOTHING, platform: 'web', impressions: 7, views: 5, clicks: 2, likes: 1, engagement_rate: 0.428571, ctr: 0.285714, ...WHEN },
      { ...NOTHING, platform: 'mastodon', shares: 3, comments: 4, engagement_rate: 0, ctr: 0, ...WHEN },
    ]);
    const web = await caller.call(GetPerformance, { content_id, platform: 'web' });
    expect(web.items.map(({ platform }) => platform)).toEqual(['web']);
  });

  test('is its company’s alone, whatever id another one names', async () => {
    const [ada, eve] = [stack.caller(), stack.caller()];
    const content_id = newId();
    await happen(ada, events(3, { content_id }));
    expect(await figures(eve, content_id)).toEqual([]);
    await happen(eve, events(2, { content_id }));
    for (const [caller, views] of [
      [ada, 3],
      [eve, 2],
    ] as const) {
      expect(await figures(caller, content_id)).toMatchObject([{ views }]);
      expect(await caller.call(SumPerformance, { content_ids: [content_id] })).toMatchObject({ contents: 1, totals: { views } });
      expect((await caller.call(ListPerformanceHistory, { content_id })).items).toMatchObject([{ views }]);
    }
  });

  test('counts once where it came twice, and later where it came late', async () => {
    const caller = stack.caller();
    const twice = event({ content_id: newId() });
    await happen(caller, [twice]);
    await happen(caller, [twice, event({ content_id: twice.content_id, timestamp: RECEIVED.getTime() - 40 * 86_400_000 })], 2);
    expect(await figures(caller, twice.content_id as string)).toMatchObject([{ views: 2 }]);
  });

  test('is counted under any name of a platform, and of those that a store refuses under what is left', async () => {
    const caller = stack.caller();
    const content_id = newId();
    const names = ['a\0b', 'ab', '', '💡'.repeat(25), `'); --`];
    await happen(
      caller,
      names.flatMap((platform) => events(2, { content_id, platform })),
    );
    const counted = Object.fromEntries((await figures(caller, content_id)).map(({ platform, views }) => [platform, views]));
    expect(counted).toEqual({ ab: 4, '': 2, ['💡'.repeat(25)]: 2, "'); --": 2 });
  });

  test('is in the totals under any number of names, of which the rarest are shown as one', async () => {
    const caller = stack.caller();
    const content_id = newId();
    const names = Array.from({ length: 53 }, (_, place) => `p${String(place).padStart(2, '0')}`);
    const counts = names.map((_, place) => (place < 50 ? 2 : 1));
    await happen(
      caller,
      names.flatMap((platform, place) => events(counts[place] as number, { content_id, platform, event_type: 'impression' })),
    );
    const shown = await figures(caller, content_id);
    expect(shown.map(({ platform }) => platform)).toEqual([...names.slice(0, 50), 'other']);
    expect(shown.at(-1)).toMatchObject({ impressions: 3, engagement_rate: 0, ...WHEN });
    expect(await caller.call(SumPerformance, { content_ids: [content_id] })).toMatchObject({ totals: { impressions: 103 }, contents: 1 });
    const only = async (platform: string) => (await caller.call(GetPerformance, { content_id, platform })).items;
    expect(await only('p52')).toMatchObject([{ platform: 'p52', impressions: 1 }]);
    expect(await only('p00')).toEqual(shown.slice(0, 1));
    expect(await only('none')).toEqual([]);
  });

  test('has rates that end where their column does', async () => {
    const caller = stack.caller();
    const content_id = newId();
    await happen(caller, [event({ content_id, event_type: 'impression' })]);
    await stack.query('UPDATE analytics.performance_totals SET clicks = 5000000 WHERE content_id = $1', [content_id]);
    await happen(caller, [event({ content_id, event_type: 'click' })], 2);
    expect(await figures(caller, content_id)).toMatchObject([{ clicks: 5_000_001, ctr: 999_999.999999, engagement_rate: 999_999.999999 }]);
  });

  test('equals a plain count of the events, in whatever batches they come and whoever counts', async () => {
    const contents = [newId(), newId(), newId()];
    const one = fc.record({
      content_id: fc.constantFrom(...contents),
      event_type: fc.constantFrom(...Object.keys(PERFORMANCE_COUNTERS), 'open'),
      platform: fc.constantFrom('web', 'x', ''),
      timestamp: fc.integer({ min: -50, max: 0 }).map((days) => RECEIVED.getTime() + days * 86_400_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(one, { maxLength: 40 }), { minLength: 1, maxLength: 6 }), async (batches) => {
        const caller = stack.caller();
        const rows = batches.map((batch) => batch.map((fields) => event(fields)));
        for (const batch of rows) {
          await analytics.send(caller.companyId, batch);
          await Promise.allSettled([service, other].map((running) => running.get(PerformanceCounter).step()));
        }
        await happen(caller, [], rows.flat().length);
        const plain = new Map<string, number>();
        for (const { content_id, platform, event_type } of rows.flat()) {
          const counter = PERFORMANCE_COUNTERS[event_type as keyof typeof PERFORMANCE_COUNTERS];
          if (!counter) continue;
          const key = `${content_id} ${platform} ${counter}`;
          plain.set(key, (plain.get(key) ?? 0) + 1);
        }
        const counted: [string, number][] = [];
        for (const content_id of contents) {
          for (const item of await figures(caller, content_id))
            for (const counter of Object.values(PERFORMANCE_COUNTERS))
              counted.push([`${content_id} ${item.platform} ${counter}`, item[counter]]);
        }
        expect(new Map(counted.filter(([, count]) => count > 0))).toEqual(plain);
        const { totals } = await caller.call(SumPerformance, { content_ids: contents });
        const total = counted.reduce((sum, [, count]) => sum + count, 0);
        expect(Object.values(totals).reduce((sum, count) => sum + count, 0)).toBe(total);
      }),
      { numRuns: 6 },
    );
  });

  test('is counted in smaller steps where it is of more contents than fit into one', async () => {
    const caller = stack.caller();
    const rows = Array.from({ length: 6_000 }, () => event({ content_id: newId() }));
    await happen(caller, rows);
    const [sum] = await stack.query('SELECT sum(views)::int AS views FROM analytics.performance_totals WHERE company_id = $1', [
      caller.companyId,
    ]);
    expect(sum).toEqual({ views: 6_000 });
  });
});

describe('a count that is cut short', () => {
  test('leaves nothing behind, and the next one counts all of it once', async () => {
    const caller = stack.caller();
    const content_id = newId();
    await happen(caller, [event({ content_id })]);
    await stack.query('BEGIN');
    await stack.query('SELECT FROM analytics.performance_totals WHERE content_id = $1 FOR UPDATE', [content_id]);
    await analytics.send(caller.companyId, events(4, { content_id }));
    // What is seen of others stays the same for a transaction, unless it asks anew.
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE '%count events of contents' AND wait_event_type = 'Lock'`;
    const isCut = async () => {
      await stack.query('SELECT pg_stat_clear_snapshot()');
      expect(await stack.query(cut)).not.toEqual([]);
    };
    await eventually(isCut).finally(() => stack.query('COMMIT'));
    await happen(caller, [], 5);
    expect(await figures(caller, content_id)).toMatchObject([{ views: 5 }]);
  });
});

describe('what is cached', () => {
  test('lives for a quarter of an hour, is read without Postgres, and goes as soon as more was counted', async () => {
    const caller = stack.caller();
    const content_id = newId();
    const { redis } = service.get(Cache);
    const key = `analytics:performance:${content_id}:all`;
    expect(await figures(caller, content_id)).toEqual([]);
    expect(await redis.get(key)).toBe(`0 ${caller.companyId} []`);
    await happen(caller, [event({ content_id })]);
    expect(await redis.exists(key)).toBe(0);
    expect(await figures(caller, content_id)).toMatchObject([{ views: 1 }]);
    expect(await redis.ttl(key)).toBeGreaterThan(890);
    await stack.query('UPDATE analytics.performance_totals SET views = 77 WHERE content_id = $1', [content_id]);
    const sum = await caller.call(SumPerformance, { content_ids: [content_id.toUpperCase(), newId(), content_id], top: 3 });
    expect(sum).toMatchObject({
      contents: 1,
      totals: { views: 1 },
      platforms: [{ contents: 1, views: 1 }],
      top_contents: [{ content_id, views: 1 }],
    });
  });

  test('goes also where another platform of the content was counted by a clock that was ahead', async () => {
    const caller = stack.caller();
    const content_id = newId();
    await happen(caller, [event({ content_id, platform: 'ahead' })]);
    await stack.query(`UPDATE analytics.performance_totals SET counted_at = now() + interval '1 hour' WHERE content_id = $1`, [content_id]);
    await service.get(Cache).redis.del(`analytics:performance:${content_id}:all`);
    expect(await figures(caller, content_id)).toMatchObject([{ platform: 'ahead' }]);
    await happen(caller, [event({ content_id, platform: 'web' })], 2);
    expect((await figures(caller, content_id)).map(({ platform }) => platform)).toEqual(['ahead', 'web']);
  });

  test('is not needed', async () => {
    const blind = await analytics.start({}, { REDIS_URL: 'redis://127.0.0.1:1' });
    try {
      const caller = stack.caller();
      const content_id = newId();
      await happen(caller, [event({ content_id })]);
      for (const _ of [service, other, blind]) expect(await figures(caller, content_id)).toMatchObject([{ views: 1 }]);
    } finally {
      await analytics.stop(blind);
    }
  });
});

describe('the history of a content', () => {
  test('has a row for each quarter of an hour that changed something, with the totals since the beginning', async () => {
    const caller = stack.caller();
    const content_id = newId();
    await happen(caller, events(2, { content_id, platform: 'web' }));
    await stack.query(`UPDATE analytics.content_performance SET recorded_at = recorded_at - interval '1 hour' WHERE content_id = $1`, [
      content_id,
    ]);
    await stack.query(`UPDATE analytics.performance_totals SET recorded_at = recorded_at - interval '1 hour' WHERE content_id = $1`, [
      content_id,
    ]);
    await happen(caller, [...events(3, { content_id, platform: 'web' }), event({ content_id, platform: 'x' })], 6);
    const whole = await caller.call(ListPerformanceHistory, { content_id });
    expect(whole.items.map(({ platform, views }) => [platform, views])).toEqual([
      ['x', 1],
      ['web', 5],
      ['web', 2],
    ]);
    for (const { recorded_at } of whole.items) expect(Date.parse(recorded_at) % 900_000).toBe(0);

    const paged: unknown[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await caller.call(ListPerformanceHistory, { content_id, limit: 1, cursor });
      paged.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(whole.items);
    const now = whole.items[0]?.recorded_at as string;
    const of = async (input: object) => (await caller.call(ListPerformanceHistory, { content_id, ...input })).items;
    expect(await of({ recorded_at_to: now })).toEqual(whole.items.slice(2));
    expect(await of({ recorded_at_from: now })).toEqual(whole.items.slice(0, 2));
    expect(await of({ platform: 'x' })).toEqual(whole.items.slice(0, 1));
    const { next_cursor } = await caller.call(ListPerformanceHistory, { content_id, limit: 1 });
    const elsewhere = caller.call(ListPerformanceHistory, { content_id, platform: 'web', cursor: next_cursor ?? '' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
  });

  test('stands in months that are made ahead, and goes with them when it has had its time; totals stay', async () => {
    const caller = stack.caller();
    const content_id = newId();
    await happen(caller, [event({ content_id })]);
    const counter = service.get(PerformanceCounter);
    await stack.query(
      `CREATE TABLE analytics.content_performance_2020_02 PARTITION OF analytics.content_performance FOR VALUES FROM ('2020-02-01Z') TO ('2020-03-01Z')`,
    );
    await stack.query('ALTER TABLE analytics.content_performance_2020_02 OWNER TO analytics_owner');
    for (const day of ['2020-02-10', '2021-07-01'])
      await stack.query(
        'INSERT INTO analytics.content_performance (company_id, content_id, platform, recorded_at) VALUES ($1, $2, $3, $4)',
        [caller.companyId, content_id, 'web', `${day}Z`],
      );
    await counter.keepPartitions(36_500);
    expect((await caller.call(ListPerformanceHistory, { content_id })).items).toHaveLength(3);
    await counter.keepPartitions(730);
    expect((await caller.call(ListPerformanceHistory, { content_id })).items).toHaveLength(1);
    expect(await figures(caller, content_id)).toMatchObject([{ views: 1 }]);
    const months = await stack.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'analytics.content_performance'::regclass ORDER BY 1`,
    );
    const ahead = [0, 1, 2, 3].map((step) => {
      const month = new Date();
      month.setUTCMonth(month.getUTCMonth() + step, 1);
      return `analytics.content_performance_${month.toISOString().slice(0, 7).replace('-', '_')}`;
    });
    expect(months.map(({ name }) => name)).toEqual([...ahead, 'analytics.content_performance_default']);
  });
});

test('a platform that no store takes is refused', async () => {
  for (const contract of [GetPerformance, ListPerformanceHistory] as const)
    await expect(stack.caller().call(contract, { content_id: newId(), platform: 'a\0b' })).rejects.toMatchObject({
      code: 'PLATFORM_INPUT_INVALID',
    });
});

test('only who may read analytics may ask', async () => {
  const blind = stack.caller({ scopes: ['content:read'] });
  for (const contract of [GetPerformance, ListPerformanceHistory] as const)
    await expect(blind.call(contract, { content_id: newId() })).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
});
