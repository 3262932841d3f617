import {
  ContentCreated,
  ContentUpdated,
  CountActivity,
  type EventContract,
  ListContentActivity,
  type OutputOf,
  PostScheduled,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { type Caller, playEvent } from '@smartcontent/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { useAnalytics } from './use-analytics.js';

type Line = OutputOf<typeof ListContentActivity>['items'][number];

const analytics = useAnalytics();
let service: RunningService;
beforeAll(async () => {
  service = await analytics.start();
});

interface Happening {
  readonly time: string;
  readonly contract?: EventContract;
  readonly contentId?: string;
}

/** A company in which these events happened, each to a content of its own unless told. */
async function companyWith(happenings: readonly Happening[]): Promise<Caller> {
  const caller = analytics.stack.caller();
  const versions = new Map<string, number>();
  for (const { time, contract = ContentUpdated, contentId = newId() } of happenings) {
    const version = (versions.get(contentId) ?? 0) + 1;
    versions.set(contentId, version);
    const event = {
      companyId: caller.companyId,
      aggregateId: contentId,
      aggregateVersion: version,
      time,
      data: contract.example as object,
    };
    await playEvent(analytics.stack.nats, contract, event);
  }
  await service.drained();
  return caller;
}

describe('the timeline of a content', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();

  async function walk(caller: Caller, contentId: string, limit: number, between?: () => Promise<unknown>): Promise<Line[]> {
    const lines: Line[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await caller.call(ListContentActivity, { content_id: contentId, limit, cursor });
      lines.push(...page.items);
      if (!page.next_cursor) return lines;
      cursor = page.next_cursor;
      await between?.();
    }
  }

  test('is walked newest first without a gap or a repeat, while more happens and several lines have one instant', async () => {
    const contentId = newId();
    const caller = await companyWith([0, 1, 1, 1, 2, 3, 3].map((second) => ({ time: at(second), contentId })));
    let version = 7;
    const more = async () => {
      version += 1;
      const event = { companyId: caller.companyId, aggregateId: contentId, aggregateVersion: version, data: ContentUpdated.example };
      await playEvent(analytics.stack.nats, ContentUpdated, { ...event, time: at(version) });
      await service.drained();
    };
    const lines = await walk(caller, contentId, 2, more);
    expect(lines.map((line) => line.aggregate_version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect((await walk(caller, contentId.toUpperCase(), 100)).map((line) => line.aggregate_version)).toEqual([
      10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
  });

  test('has the posts of the content among its own events, and those of no other content', async () => {
    const contentId = newId();
    const caller = await companyWith([{ time: at(0), contract: ContentCreated, contentId }, { time: at(1) }]);
    const postId = newId();
    const data = { ...PostScheduled.example, content_id: contentId };
    await playEvent(analytics.stack.nats, PostScheduled, { companyId: caller.companyId, aggregateId: postId, time: at(2), data });
    await service.drained();
    const lines = await walk(caller, contentId, 100);
    expect(lines.map(({ type, aggregate_id }) => [type, aggregate_id])).toEqual([
      ['post.scheduled', postId],
      ['content.created', contentId],
    ]);
  });

  test('is empty for another company, and for a content that never was', async () => {
    const contentId = newId();
    const caller = await companyWith([{ time: at(0), contentId }]);
    expect(await walk(caller, contentId, 10)).toHaveLength(1);
    expect(await walk(analytics.stack.caller(), contentId, 10)).toEqual([]);
    expect(await walk(caller, newId(), 10)).toEqual([]);
  });

  test('refuses a cursor that was changed, or made by the timeline of another content', async () => {
    const contentId = newId();
    const caller = await companyWith([0, 1].map((second) => ({ time: at(second), contentId })));
    const { next_cursor } = await caller.call(ListContentActivity, { content_id: contentId, limit: 1 });
    const cursor = next_cursor as string;
    const invalid = { code: 'PLATFORM_CURSOR_INVALID' };
    await expect(caller.call(ListContentActivity, { content_id: contentId, cursor: cursor.slice(1) })).rejects.toMatchObject(invalid);
    await expect(caller.call(ListContentActivity, { content_id: newId(), cursor })).rejects.toMatchObject(invalid);
  });

  test('needs the scope that reads contents, and a limit that fits', async () => {
    const blind = analytics.stack.caller({ scopes: ['analytics:read'] });
    await expect(blind.call(ListContentActivity, { content_id: newId() })).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    for (const input of [{ content_id: 'none' }, { content_id: newId(), limit: 0 }, { content_id: newId(), limit: 101 }])
      await expect(analytics.stack.caller().call(ListContentActivity, input)).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  });

  test('and the counts by day find their lines through an index, however many there are', async () => {
    const contentId = newId();
    const caller = await companyWith([{ time: at(0), contentId }]);
    await analytics.stack.query(
      `INSERT INTO analytics.content_activity
         (company_id, content_id, event_id, type, aggregate_id, aggregate_version, actor, occurred_at, details)
       SELECT $1, CASE WHEN n % 4 = 0 THEN $2::uuid ELSE gen_random_uuid() END, gen_random_uuid(), 'content.updated', $2, n, 'user:x',
         timestamptz '2026-01-05Z' + n * interval '1 minute', '{}' FROM generate_series(1, 20000) n`,
      [caller.companyId, contentId],
    );
    await analytics.stack.query('ANALYZE analytics.content_activity');
    const planOf = async (text: string) => {
      // As the service asks: policies keep some conditions from an index.
      await analytics.stack.query(`SELECT set_config('app.company_id', $1, false), set_config('role', 'analytics', false)`, [
        caller.companyId,
      ]);
      const plan = await analytics.stack.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, [caller.companyId]);
      await analytics.stack.query('RESET ROLE');
      return plan.map((line) => line['QUERY PLAN']).join('\n');
    };
    const page = `SELECT * FROM analytics.content_activity WHERE company_id = $1 AND content_id = '${contentId}'
      AND (occurred_at, place) < ('2026-01-09', 0) ORDER BY occurred_at DESC, place DESC LIMIT 21`;
    expect(await planOf(page)).toMatch(/Index Scan Backward using content_activity_pk.*\n.*Index Cond: .*ROW\(occurred_at, place\)/);
    const day = `SELECT type, count(*) FROM analytics.content_activity
      WHERE company_id = $1 AND occurred_at >= '2026-01-07' AND occurred_at < '2026-01-08' GROUP BY 1`;
    expect(await planOf(day)).toMatch(/ on content_activity_day.*\n.*Index Cond: .*occurred_at/);
    expect((await caller.call(ListContentActivity, { content_id: contentId, limit: 100 })).items).toHaveLength(100);
  });
});

describe('activity by day', () => {
  async function days(caller: Caller, input: { from: string; to: string; time_zone?: string }) {
    const { items } = await caller.call(CountActivity, input);
    return items.map(({ day, type, events }) => `${day} ${type} ${events}`);
  }

  test('counts each type by itself, in UTC unless told, and leaves out days without anything', async () => {
    const caller = await companyWith([
      { time: '2026-01-01T00:00:00Z', contract: ContentCreated },
      { time: '2026-01-01T23:59:59.999Z', contract: ContentCreated },
      { time: '2026-01-01T12:00:00Z' },
      { time: '2026-01-03T12:00:00Z' },
    ]);
    expect(await days(caller, { from: '2026-01-01T00:00:00Z', to: '2026-01-05T00:00:00Z' })).toEqual([
      '2026-01-01 content.created 2',
      '2026-01-01 content.updated 1',
      '2026-01-03 content.updated 1',
    ]);
  });

  test('has a day of 25 hours where clocks go back, and one of 23 where they go forward', async () => {
    const caller = await companyWith(
      ['2026-10-24T21:59:59.999Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'].map((time) => ({ time })),
    );
    const autumn = { from: '2026-10-24T00:00:00+02:00', to: '2026-10-28T00:00:00+01:00', time_zone: 'Europe/Berlin' };
    expect(await days(caller, autumn)).toEqual([
      '2026-10-24 content.updated 1',
      '2026-10-25 content.updated 2',
      '2026-10-26 content.updated 1',
    ]);
    const spring = await companyWith(
      ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'].map((time) => ({ time })),
    );
    expect(await days(spring, { from: '2026-03-28T00:00:00+01:00', to: '2026-03-31T00:00:00+02:00', time_zone: 'Europe/Berlin' })).toEqual([
      '2026-03-28 content.updated 1',
      '2026-03-29 content.updated 2',
      '2026-03-30 content.updated 1',
    ]);
  });

  test('begins its days where a zone at +5:45 has them, and at a midnight that clocks skip', async () => {
    const kathmandu = await companyWith([{ time: '2026-01-01T18:14:59Z' }, { time: '2026-01-01T18:15:00Z' }]);
    const january = { from: '2026-01-01T00:00:00+05:45', to: '2026-01-03T00:00:00+05:45', time_zone: 'Asia/Kathmandu' };
    expect(await days(kathmandu, january)).toEqual(['2026-01-01 content.updated 1', '2026-01-02 content.updated 1']);
    const cairo = await companyWith([{ time: '2025-04-24T21:59:00Z' }, { time: '2025-04-24T22:00:00Z' }]);
    const april = { from: '2025-04-24T00:00:00+02:00', to: '2025-04-26T00:00:00+03:00', time_zone: 'Africa/Cairo' };
    expect(await days(cairo, april)).toEqual(['2025-04-24 content.updated 1', '2025-04-25 content.updated 1']);
  });

  test('counts only what lies in the range, its end left out', async () => {
    const caller = await companyWith(['10:07:29', '10:07:30', '10:31:59', '10:32:00'].map((time) => ({ time: `2026-01-01T${time}Z` })));
    const range = { from: '2026-01-01T10:07:30Z', to: '2026-01-01T10:32:00Z' };
    expect(await days(caller, range)).toEqual(['2026-01-01 content.updated 2']);
  });

  test('shows another company nothing', async () => {
    const caller = await companyWith([{ time: '2026-01-01T00:00:00Z' }]);
    const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    expect(await days(caller, range)).toHaveLength(1);
    expect(await days(analytics.stack.caller(), range)).toEqual([]);
  });

  test.each([
    ['is empty', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['is reversed', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['is longer than 366 days', '2025-01-01T00:00:00Z', '2026-01-02T00:00:01Z'],
    ['begins before 1970', '1969-12-31T00:00:00Z', '1970-01-02T00:00:00Z'],
  ])('of a range that %s is refused', async (_what, from, to) => {
    const asked = analytics.stack.caller().call(CountActivity, { from, to });
    await expect(asked).rejects.toMatchObject({ code: 'ANALYTICS_RANGE_INVALID', data: { max_days: 366 } });
  });

  test.each(['Europe/Atlantis', 'europe/berlin', '../etc/passwd', '+05:45', 'EST5EDT4', "UTC' OR '1"])(
    'in the zone %s is refused',
    async (time_zone) => {
      const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
      const asked = analytics.stack.caller().call(CountActivity, { ...range, time_zone });
      await expect(asked).rejects.toMatchObject({ code: 'ANALYTICS_TIME_ZONE_UNKNOWN', data: { time_zone } });
    },
  );

  test('needs the scope that reads analytics', async () => {
    const blind = analytics.stack.caller({ scopes: ['content:read'] });
    const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    await expect(blind.call(CountActivity, range)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
  });
});
