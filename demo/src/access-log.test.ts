import { expect, it } from 'vitest';
import { readAccessLog } from './access-log.js';

const line = (request: string, { time = '17/May/2015:10:05:03 +0000', status = 200, agent = 'Mozilla/5.0' } = {}) =>
  `83.149.9.216 - - [${time}] "${request}" ${status} 203023 "http://ref.example/?q=a%20b" "${agent}"`;
const read = (lines: readonly string[], contentIds: readonly string[] = ['a', 'b']) =>
  readAccessLog(`${lines.join('\n')}\n`, 'hash', contentIds);
const GOOD = line('GET /blog/a%2Fb?utm=1 HTTP/1.1');

it('makes a view and a click of each GET that was answered with 2xx or 304, and of nothing else', () => {
  const { events, malformedLines } = read([
    GOOD,
    line('GET /gone HTTP/1.1', { status: 404 }),
    line('GET /moved HTTP/1.1', { status: 301 }),
    line('POST /form HTTP/1.1'),
    line('HEAD / HTTP/1.1'),
    line('GET /same HTTP/1.1', { status: 304 }),
    line('GET /again HTTP/1.1', { status: 206 }),
  ]);
  expect(malformedLines).toEqual([]);
  expect(events.map((event) => [event.event_type, event.properties?.path, event.content_id])).toEqual([
    ['view', '/blog/a%2Fb', undefined],
    ['click', '/blog/a%2Fb', 'a'],
    ['view', '/same', undefined],
    ['click', '/same', 'b'],
    ['view', '/again', undefined],
    ['click', '/again', 'a'],
  ]);
  expect(events[0]).toMatchObject({
    timestamp: '2015-05-17T10:05:03+00:00',
    ip_address: '83.149.9.216',
    user_agent: 'Mozilla/5.0',
    properties: { referrer: 'http://ref.example/?q=a%20b' },
    historical: true,
  });
});

it('gives equal lines different ids, and the same file the same ones', () => {
  const ids = read([GOOD, GOOD]).events.map((event) => event.event_id);
  expect(new Set(ids).size).toBe(4);
  expect(read([GOOD, GOOD]).events.map((event) => event.event_id)).toEqual(ids);
});

it.each([
  'not a log line',
  line('GET / HTTP/1.1', { time: '31/Feb/2015:10:05:03 +0000' }),
  line('GET / HTTP/1.1', { time: '17/May/2015:25:05:03 +0000' }),
  line('GET / HTTP/1.1', { time: '17/Mai/2015:10:05:03 +0000' }),
  `${GOOD} trailing`,
])('reports %s instead of guessing', (wrong) => {
  const { events, malformedLines, from, to } = read([wrong, GOOD]);
  expect(malformedLines).toEqual([1]);
  expect(events).toHaveLength(2);
  expect([from, to]).toEqual(['2015-05-17T10:05:03.000Z', '2015-05-17T10:05:03.001Z']);
});
