import {
  GetBreakdown,
  GetEvent,
  GetIngestAccounting,
  GetLiveEngagement,
  GetTimeSeries,
  GetTopContent,
  GetTotals,
  type IngestRow,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { Caller } from '@smartcontent/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { AROUND, event, RECEIVED, useAnalytics } from './use-analytics.js';

const analytics = useAnalytics();

beforeAll(async () => {
  await analytics.start();
});

/** A company that has these events. */
async function companyWith(rows: readonly IngestRow[]): Promise<Caller> {
  const caller = analytics.stack.caller();
  await analytics.send(caller.companyId, rows);
  await analytics.booked(caller, { stored: rows.length });
  return caller;
}

const at = (time: string, fields: Partial<IngestRow> = {}) => event({ timestamp: Date.parse(time), historical: true, ...fields });

describe('totals', () => {
  test('are exact for any range, from the rollups and the single events at its ends', async () => {
    const times = Array.from({ length: 400 }, (_, n) => Date.UTC(2026, 0, 1) + Math.floor((n * 7_919_993_777) % (3 * 86_400_000)));
    const caller = await companyWith(
      times.map((timestamp, n) => event({ timestamp, event_type: n % 3 ? 'view' : 'click', visitor_id: `v${n % 50}` })),
    );
    const lengths = [1, 59_000, 61_000, 900_000, 5_000_000, 100_000_000, 170_000_000];
    for (const [n, length] of [...lengths, ...lengths, ...lengths].entries()) {
      const from = Date.UTC(2026, 0, 1) + ((n * 3_333_331) % 86_400_000);
      const to = from + length + n * 1_001;
      const { items } = await caller.call(GetTotals, { from: new Date(from).toISOString(), to: new Date(to).toISOString() });
      const wanted = times.filter((time) => time >= from && time < to).length;
      expect(items.reduce((sum, item) => sum + item.events, 0)).toBe(wanted);
    }
    const { items } = await caller.call(GetTotals, { from: '2026-01-01T00:00:00Z', to: '2026-01-04T00:00:00Z' });
    expect(items).toEqual([
      { event_type: 'view', events: 266, visitors: 50 },
      { event_type: 'click', events: 134, visitors: 50 },
    ]);
  });

  test('count a visitor once over the whole range, by what tells visitors apart', async () => {
    const address = { ip_address: '10.0.0.1', user_agent: 'a' };
    const caller = await companyWith([
      at('2026-01-01T00:00:00Z', { visitor_id: 'v', ...address }),
      at('2026-01-02T12:34:56Z', { visitor_id: 'v', user_agent: 'b' }),
      at('2026-01-03T00:00:00Z', address),
      at('2026-01-03T01:00:00Z', address),
      at('2026-01-03T01:00:00Z', { user_agent: 'b' }),
      at('2026-01-03T02:00:00Z'),
    ]);
    const { items } = await caller.call(GetTotals, { from: '2026-01-01T00:00:00Z', to: '2026-01-04T00:00:00Z' });
    expect(items).toEqual([{ event_type: 'view', events: 6, visitors: 3 }]);
  });

  test('narrow to a type, a content, a platform', async () => {
    const content_id = newId();
    const caller = await companyWith([
      at('2026-01-01T10:00:00Z', { content_id, platform: 'web' }),
      at('2026-01-01T10:00:00Z', { content_id, platform: 'mail' }),
      at('2026-01-01T10:00:00Z', { platform: 'web', event_type: 'click' }),
    ]);
    const count = async (filter: object) => {
      const { items } = await caller.call(GetTotals, { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', ...filter });
      return items.reduce((sum, item) => sum + item.events, 0);
    };
    expect(await count({})).toBe(3);
    expect(await count({ content_id })).toBe(2);
    expect(await count({ content_id, platform: 'mail' })).toBe(1);
    expect(await count({ event_type: 'click' })).toBe(1);
    expect(await count({ event_type: "x' OR 1 = 1" })).toBe(0);
  });
});

describe('a time series', () => {
  const series = async (caller: Caller, input: object) => {
    const { items } = await caller.call(GetTimeSeries, input as never);
    return items.map((item) => [item.bucket, item.events]);
  };

  test('has every bucket, empty ones too, and one of 25 hours where clocks go back', async () => {
    const caller = await companyWith([
      at('2026-10-24T21:59:59.999Z'),
      at('2026-10-24T22:00:00Z'),
      at('2026-10-25T22:59:59Z'),
      at('2026-10-27T12:00:00Z'),
    ]);
    const range = { from: '2026-10-24T00:00:00+02:00', to: '2026-10-28T00:00:00+01:00' };
    expect(await series(caller, { ...range, interval: 'day', time_zone: 'Europe/Berlin' })).toEqual([
      ['2026-10-24T00:00:00+02:00', 1],
      ['2026-10-25T00:00:00+02:00', 2],
      ['2026-10-26T00:00:00+01:00', 0],
      ['2026-10-27T00:00:00+01:00', 1],
    ]);
    const hours = await series(caller, {
      from: '2026-10-25T01:00:00+02:00',
      to: '2026-10-25T04:00:00+01:00',
      interval: 'hour',
      time_zone: 'Europe/Berlin',
    });
    expect(hours.map(([bucket]) => bucket)).toEqual([
      '2026-10-25T01:00:00+02:00',
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ]);
  });

  test('leaves out the hour that does not exist', async () => {
    const caller = await companyWith([at('2026-03-29T00:30:00Z'), at('2026-03-29T01:30:00Z')]);
    const range = { from: '2026-03-29T00:00:00+01:00', to: '2026-03-29T05:00:00+02:00' };
    expect(await series(caller, { ...range, interval: 'hour', time_zone: 'Europe/Berlin' })).toEqual([
      ['2026-03-29T00:00:00+01:00', 0],
      ['2026-03-29T01:00:00+01:00', 1],
      ['2026-03-29T03:00:00+02:00', 1],
      ['2026-03-29T04:00:00+02:00', 0],
    ]);
  });

  test('begins its days where a zone at +5:45 has them, and at a midnight that clocks skip', async () => {
    const kathmandu = await companyWith([at('2026-01-01T18:14:59Z'), at('2026-01-01T18:15:00Z')]);
    const range = { from: '2026-01-01T00:00:00+05:45', to: '2026-01-03T00:00:00+05:45' };
    expect(await series(kathmandu, { ...range, interval: 'day', time_zone: 'Asia/Kathmandu' })).toEqual([
      ['2026-01-01T00:00:00+05:45', 1],
      ['2026-01-02T00:00:00+05:45', 1],
    ]);
    const cairo = await companyWith([at('2025-04-24T21:59:00Z'), at('2025-04-24T22:00:00Z')]);
    const april = { from: '2025-04-24T00:00:00+02:00', to: '2025-04-26T00:00:00+03:00' };
    expect(await series(cairo, { ...april, interval: 'day', time_zone: 'Africa/Cairo' })).toEqual([
      ['2025-04-24T00:00:00+02:00', 1],
      ['2025-04-25T01:00:00+03:00', 1],
    ]);
  });

  test('counts only what lies in the range, also in its first and last bucket', async () => {
    const caller = await companyWith(
      ['10:07:29', '10:07:30', '10:14:00', '10:20:00', '10:31:59', '10:32:00'].map((time) => at(`2026-01-01T${time}Z`)),
    );
    const range = { from: '2026-01-01T10:07:30Z', to: '2026-01-01T10:32:00Z' };
    expect(await series(caller, { ...range, interval: 'quarter' })).toEqual([
      ['2026-01-01T10:00:00+00:00', 2],
      ['2026-01-01T10:15:00+00:00', 1],
      ['2026-01-01T10:30:00+00:00', 1],
    ]);
    const minutes = await series(caller, { ...range, interval: 'minute' });
    expect([minutes.length, minutes[0], minutes.at(-1)]).toEqual([25, ['2026-01-01T10:07:00+00:00', 1], ['2026-01-01T10:31:00+00:00', 1]]);
    expect(await series(caller, { from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z', interval: 'day' })).toEqual([
      ['2026-01-01T00:00:00+00:00', 6],
      ['2026-01-02T00:00:00+00:00', 0],
    ]);
  });
});

describe('rankings', () => {
  test('order contents and values of a property', async () => {
    const [much, little] = [newId(), newId()];
    const caller = await companyWith([
      at('2026-01-01T10:00:00Z', { content_id: little, properties: { path: '/a' } }),
      at('2026-01-01T10:00:00Z', { content_id: much, properties: { path: '/b' } }),
      at('2026-01-05T10:00:00Z', { content_id: much, properties: { path: '/b', 'odd "name\'': 'x' } }),
      at('2026-01-05T10:00:00Z', { properties: {} }),
    ]);
    const january = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
    expect((await caller.call(GetTopContent, january)).items).toEqual([
      { content_id: much, events: 2, visitors: 0 },
      { content_id: little, events: 1, visitors: 0 },
    ]);
    expect((await caller.call(GetTopContent, { ...january, limit: 1 })).items).toHaveLength(1);
    expect((await caller.call(GetBreakdown, { ...january, property: 'path' })).items).toEqual([
      { value: '/b', events: 2, visitors: 0 },
      { value: '/a', events: 1, visitors: 0 },
    ]);
    expect((await caller.call(GetBreakdown, { ...january, property: 'odd "name\'' })).items).toEqual([
      { value: 'x', events: 1, visitors: 0 },
    ]);
  });
});

test('a breakdown of long values gives the most frequent that one message can carry', async () => {
  const text = (number: number) => `${number} ${'é'.repeat(8_000)}`;
  const rare = Array.from({ length: 70 }, (_, number) => event({ properties: { text: text(number) } }));
  const caller = await companyWith([...rare, event({ properties: { text: text(69) } })]);
  const { items } = await caller.call(GetBreakdown, { ...AROUND, property: 'text', limit: 1_000 });
  expect(items[0]).toMatchObject({ value: text(69), events: 2 });
  expect(items).toHaveLength(Math.floor((512 * 1024) / Buffer.byteLength(JSON.stringify(items[0]))));
});

test('one event comes back as it was sent', async () => {
  const sent = event({ platform: 'web', properties: { path: '/é', empty: '' }, content_id: newId() });
  const caller = await companyWith([sent]);
  expect(await caller.call(GetEvent, { event_id: sent.event_id, ...AROUND })).toEqual({
    event_id: sent.event_id,
    event_type: 'view',
    timestamp: RECEIVED.toISOString(),
    received_at: RECEIVED.toISOString(),
    content_id: sent.content_id,
    platform: 'web',
    properties: { path: '/é', empty: '' },
  });
});

test('no report shows another company anything', async () => {
  const content_id = newId();
  const one = event({ content_id, properties: { path: '/secret' } });
  const owner = await companyWith([one]);
  const other = analytics.stack.caller();
  const range = AROUND;
  expect((await owner.call(GetTotals, range)).items).toHaveLength(1);
  expect((await other.call(GetTotals, { ...range, content_id })).items).toEqual([]);
  expect((await other.call(GetTimeSeries, { ...range, content_id })).items.every((item) => item.events === 0)).toBe(true);
  expect((await other.call(GetTopContent, range)).items).toEqual([]);
  expect((await other.call(GetBreakdown, { ...range, property: 'path' })).items).toEqual([]);
  expect((await other.call(GetIngestAccounting, range)).items).toEqual([]);
  await expect(other.call(GetEvent, { ...range, event_id: one.event_id })).rejects.toMatchObject({ code: 'ANALYTICS_EVENT_NOT_FOUND' });
  expect(await owner.call(GetLiveEngagement, { content_id })).toEqual({ content_id, counts: { view: 1 } });
  expect(await other.call(GetLiveEngagement, { content_id })).toEqual({ content_id, counts: {} });
});

describe('a range', () => {
  const asking = (input: object) => analytics.stack.caller().call(GetTotals, input as never);
  const invalid = { code: 'ANALYTICS_RANGE_INVALID' };

  test.each([
    ['is empty', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['is reversed', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['is too long', '2010-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['begins before 1970', '1969-12-31T00:00:00Z', '1970-01-02T00:00:00Z'],
    ['ends after 2105', '2105-12-01T00:00:00Z', '2106-01-02T00:00:00Z'],
  ])('that %s is refused', async (_what, from, to) => {
    await expect(asking({ from, to })).rejects.toMatchObject(invalid);
  });

  test('must be there, and suit what it is asked of', async () => {
    await expect(asking({})).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    const caller = analytics.stack.caller();
    const year = { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    await expect(caller.call(GetTimeSeries, { ...year, interval: 'minute' })).rejects.toMatchObject(invalid);
    await expect(caller.call(GetTimeSeries, { ...year, interval: 'hour' })).rejects.toMatchObject(invalid);
    expect((await caller.call(GetTimeSeries, { ...year, interval: 'day' })).items).toHaveLength(365);
    const years = { from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    await expect(caller.call(GetBreakdown, { ...years, property: 'path' })).rejects.toMatchObject(invalid);
  });

  test.each(['Europe/Atlantis', 'europe/berlin', '../etc/passwd', '+05:45', "UTC' OR '1"])(
    'in the zone %s is refused',
    async (time_zone) => {
      const asked = analytics.stack.caller().call(GetTimeSeries, { ...AROUND, time_zone });
      await expect(asked).rejects.toMatchObject({ code: 'ANALYTICS_TIME_ZONE_UNKNOWN', data: { time_zone } });
    },
  );
});
