import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smartContent } from './client.js';
import { EventParser } from './event-parser.js';
import { OPERATIONS } from './generated/operations.js';
import { events, json, lost, PlayedPlatform, refusal } from './played-platform.fixture.js';
import { stream } from './stream.js';
import { Transport } from './transport.js';

let platform: PlayedPlatform;
let sc: ReturnType<typeof smartContent>;
beforeAll(async () => {
  platform = await PlayedPlatform.start();
  sc = smartContent({ baseUrl: platform.url, credential: 'k' });
});
afterAll(() => platform[Symbol.asyncDispose]());

const event = (id: number) => `id: ${id}-0\nevent: status\ndata: {"id":"${id}-0"}\n\n`;
const over = json(null, 204);
const generation_id = 'g1';

async function idsOf(given: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of given) ids.push(id);
  return ids;
}

describe('a stream', () => {
  it('goes on after the last event when its connection is cut, until the platform says that it is over', async () => {
    platform.play(events([event(1), event(2)], 'cut'), lost, events([event(3)]), over);
    expect(await idsOf(sc.generation.stream({ generation_id }))).toEqual(['1-0', '2-0', '3-0']);
    expect(platform.said('last-event-id')).toEqual([undefined, '2-0', '2-0', '3-0']);
    expect(new Set(platform.lines)).toEqual(new Set(['GET /v1/generations/g1/events']));
  });

  it('begins where it is told, and goes on while the platform is away', async () => {
    platform.play(refusal(503, 'PLATFORM_SERVICE_UNAVAILABLE', { is_retryable: true }), events([event(8)]), over);
    expect(await idsOf(sc.notifications.stream({ last_event_id: '7-0' }))).toEqual(['8-0']);
    expect(platform.said('last-event-id')).toEqual(['7-0', '7-0', '8-0']);
  });

  it('ends with the refusal where another try does not help', async () => {
    platform.play(refusal(404, 'GENERATION_RUN_NOT_FOUND'));
    await expect(idsOf(sc.generation.stream({ generation_id }))).rejects.toMatchObject({ code: 'GENERATION_RUN_NOT_FOUND' });
    expect(platform.heard).toHaveLength(1);
  });

  it('ends with its signal, and closes its connection where its reader stops', async () => {
    platform.play(events([event(1)], 'open'));
    const controller = new AbortController();
    const told = sc.notifications.stream({}, { signal: controller.signal });
    expect((await told.next()).value).toEqual({ id: '1-0' });
    controller.abort(new Error('enough'));
    await expect(told.next()).rejects.toThrow('enough');
    let isClosed: Promise<unknown> = Promise.resolve();
    platform.play((response, heard) => {
      isClosed = new Promise((resolve) => response.once('close', resolve));
      return events([event(1)], 'open')(response, heard);
    });
    for await (const { id } of sc.notifications.stream()) {
      expect(id).toBe('1-0');
      break;
    }
    await isClosed;
  });

  it('takes a connection that has fallen silent for a lost one', async () => {
    platform.play(events([event(1)], 'open'), events([event(2)]), over);
    const bearer = { token: async () => null, renewed: async () => null };
    const transport = new Transport({ baseUrl: platform.url, bearer, timeoutMs: 5_000, retries: 0, fetch });
    const told = stream(transport, OPERATIONS['gateway.notifications.stream'], {}, { silenceMs: 50 });
    expect(await idsOf(told as AsyncIterable<{ id: string }>)).toEqual(['1-0', '2-0']);
  });
});

describe('the text of a stream', () => {
  const part = fc.constantFrom(
    'data: {"a":1}',
    'data:x',
    'data',
    'id: 5',
    'id',
    'event: status',
    ': comment',
    '',
    '',
    'retry: 20',
    'rubbish',
  );
  const text = fc.array(fc.tuple(part, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 20 }).map((lines) => lines.flat().join(''));
  const read = (pieces: readonly string[]) => {
    const parser = new EventParser();
    // A last CR waits for what follows.
    return [...pieces, '\n'].flatMap((piece) => [...parser.push(piece)]);
  };

  it('says the same wherever it is cut', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(200), { maxLength: 5 }), (whole, places) => {
        const cuts = [0, ...places.map((place) => Math.min(place, whole.length)).sort((a, b) => a - b), whole.length];
        const pieces = cuts.slice(1).map((cut, index) => whole.slice(cuts[index], cut));
        expect(read(pieces)).toEqual(read([whole]));
      }),
    );
  });

  it('is read as the standard says', () => {
    expect(read(['\uFEFFdata: a\ndata:b\nid: 1\n\n: nothing\n\ndata\n\nid\ndata: c\r\n\r\ndata: cut'])).toEqual([
      { id: '1', data: 'a\nb' },
      { id: '1', data: '' },
      { id: '', data: 'c' },
    ]);
  });
});
