import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { AppError } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from './dead-letter.js';
import { DeadLetterDesk, type ReplayOutcome } from './dead-letter-desk.js';
import { DEAD_HEADER } from './dead-letters.js';
import { convergeStreams } from './streams.js';
import { PostChanged, TEST_EVENTS, TestBus } from './test-bus.fixture.js';

const COMPANY = newId();
let bus: TestBus;
let manager: JetStreamManager;
let desk: DeadLetterDesk;
let handler: (letter: DeadLetter) => Promise<ReplayOutcome>;
let replayed: number[];
beforeAll(async () => {
  bus = await TestBus.start();
  const admin = await bus.connect();
  manager = await jetstreamManager(admin);
  await convergeStreams(admin, TEST_EVENTS);
  desk = new DeadLetterDesk({ connection: await bus.connect('content'), service: 'content', replay: (letter) => handler(letter) });
});
afterAll(() => bus?.[Symbol.asyncDispose]());
beforeEach(async () => {
  await manager.streams.purge('DLQ_CONTENT');
  replayed = [];
  handler = async (letter) => {
    replayed.push(letter.sequence);
    return 'replayed';
  };
});

/** A letter as the event server writes it; what is left out is made up. Returns its sequence. */
async function put(
  fields: { cause?: string; companyId?: string; subject?: string; data?: string; without?: string } = {},
): Promise<number> {
  const { cause = 'permanent', companyId = COMPANY, subject = PostChanged.subject, data = '{"text":"a"}', without } = fields;
  const all: Record<string, string> = {
    'ce-id': newId(),
    'ce-time': '2026-01-06T09:00:00.120Z',
    'ce-companyid': companyId,
    'ce-aggregateid': newId(),
    'ce-aggregateversion': '3',
    'ce-correlationid': 'c-1',
    'ce-actor': 'service:scheduling',
    [DEAD_HEADER.cause]: cause,
    [DEAD_HEADER.error]: JSON.stringify('no \u2014 1'),
    [DEAD_HEADER.history]: JSON.stringify([{ at: '2026-01-06T09:00:01.000Z', cause: 'no' }]),
    [DEAD_HEADER.consumer]: 'content_EVT_SCHEDULING',
    [DEAD_HEADER.stream]: 'EVT_SCHEDULING',
    [DEAD_HEADER.sequence]: '4711',
    [DEAD_HEADER.at]: '2026-01-06T09:00:02.000Z',
  };
  const sent = headers();
  for (const [name, value] of Object.entries(all)) if (name !== without) sent.append(name, value);
  return (await jetstream(await bus.connect()).publish(`dlq.content.${subject}`, data, { headers: sent })).seq;
}

const sequences = async (query: Parameters<DeadLetterDesk['list']>[0]) => {
  const { letters, next } = await desk.list(query);
  return [letters.map((letter) => letter.sequence), next];
};
const refusal = (code: string, data: Record<string, unknown> = {}) => ({ name: 'AppError', code, data });

describe('the list of dead letters', () => {
  it('goes from the oldest to the newest in pages, past what was taken away, and ends', async () => {
    expect(await desk.list({ limit: 10 })).toEqual({ letters: [], next: null });
    const [a, b, c, d, e] = [await put(), await put(), await put(), await put(), await put()];
    await desk.drop(b);
    expect(await sequences({ limit: 2 })).toEqual([[a, c], c]);
    expect(await sequences({ limit: 2, after: c })).toEqual([[d, e], null]);
    expect(await sequences({ limit: 2, after: e })).toEqual([[], null]);
  });

  it('is narrowed by cause, company and subject, also where a page holds none that fits', async () => {
    const mine = newId();
    const [a, b, c] = [await put({ cause: 'exhausted' }), await put({ companyId: mine }), await put({ subject: 'evt.content.a.b.v1' })];
    expect(await sequences({ limit: 5, cause: 'exhausted' })).toEqual([[a], null]);
    expect(await sequences({ limit: 5, companyId: mine })).toEqual([[b], null]);
    expect(await sequences({ limit: 5, subject: 'evt.content.>' })).toEqual([[c], null]);
    expect(await sequences({ limit: 5, subject: 'evt.*.post.changed.v1' })).toEqual([[a, b], null]);
    expect(await sequences({ limit: 5, subject: PostChanged.subject, cause: 'killer' })).toEqual([[], null]);
  });

  it('goes on in the next page where a search takes long', async () => {
    const stream = jetstream(await bus.connect());
    await Promise.all(Array.from({ length: 1_100 }, () => stream.publish('dlq.content.evt.a.b.c.v1', 'x')));
    const wanted = await put({ cause: 'killer' });
    const first = await desk.list({ limit: 5, cause: 'killer' });
    expect(first).toEqual({ letters: [], next: expect.any(Number) });
    // How many pages it takes depends on how busy the machine is.
    let page = first;
    while (page.next !== null && page.letters.length === 0) page = await desk.list({ limit: 5, cause: 'killer', after: page.next });
    expect(page.letters.map(({ sequence }) => sequence)).toEqual([wanted]);
  });
});

describe('a dead letter', () => {
  it('tells cause, error and history of its event, and the event as it came', async () => {
    const letter = await desk.get(await put());
    expect(letter).toMatchObject({
      service: 'content',
      subject: PostChanged.subject,
      cause: 'permanent',
      error: 'no — 1',
      history: [{ at: '2026-01-06T09:00:01.000Z', cause: 'no' }],
      at: '2026-01-06T09:00:02.000Z',
      consumer: 'content_EVT_SCHEDULING',
      stream: 'EVT_SCHEDULING',
      streamSequence: 4711,
      envelope: { companyId: COMPANY, aggregateVersion: 3, correlationId: 'c-1', actor: 'service:scheduling' },
    });
    expect(Object.keys(letter.headers).filter((name) => !name.startsWith('ce-'))).toEqual([]);
    expect(Buffer.from(letter.data).toString()).toBe('{"text":"a"}');
  });

  it('that nobody can read is listed, shown and dropped, but not replayed', async () => {
    const broken = await put({ without: 'ce-id', data: 'no JSON' });
    const { seq: bare } = await jetstream(await bus.connect()).publish('dlq.content.anything', 'by hand');
    expect(await sequences({ limit: 5 })).toEqual([[broken, bare], null]);
    for (const sequence of [broken, bare]) {
      expect(await desk.get(sequence)).toMatchObject({ envelope: null, at: expect.stringMatching(/Z$/) });
      await expect(desk.replay(sequence)).rejects.toMatchObject(refusal('PLATFORM_DEAD_LETTER_UNREADABLE'));
      expect(await desk.drop(sequence)).toBe('dropped');
    }
    expect(replayed).toEqual([]);
  });

  it('is gone after its replay, and a second replay finds nothing', async () => {
    const sequence = await put();
    expect(await desk.replay(sequence)).toBe('replayed');
    await expect(desk.replay(sequence)).rejects.toMatchObject(refusal('PLATFORM_DEAD_LETTER_NOT_FOUND'));
    await expect(desk.get(sequence)).rejects.toMatchObject(refusal('PLATFORM_DEAD_LETTER_NOT_FOUND'));
    expect([replayed, await sequences({ limit: 5 })]).toEqual([[sequence], [[], null]]);
  });

  it('is gone once although two replay it at once', async () => {
    const sequence = await put();
    let runs = 0;
    handler = async () => (++runs === 1 ? 'replayed' : 'duplicate');
    expect((await Promise.all([desk.replay(sequence), desk.replay(sequence)])).sort()).toEqual(['duplicate', 'replayed']);
    expect(await sequences({ limit: 5 })).toEqual([[], null]);
  });

  it.each<[string, unknown, object]>([
    ['the handler still fails', new Error('still no'), refusal('PLATFORM_DEAD_LETTER_FAILING', { error: 'Error: still no' })],
    [
      'it is refused for good',
      new AppError('CONTENT_NOT_FOUND'),
      refusal('PLATFORM_DEAD_LETTER_FAILING', { error: expect.stringContaining('CONTENT_NOT_FOUND') }),
    ],
    ['a store is away', new AppError('PLATFORM_STORE_UNAVAILABLE'), refusal('PLATFORM_STORE_UNAVAILABLE')],
  ])('stays where %s', async (_, error, expected) => {
    const sequence = await put();
    const before = await desk.get(sequence);
    handler = () => Promise.reject(error);
    await expect(desk.replay(sequence)).rejects.toMatchObject(expected);
    expect(await desk.get(sequence)).toEqual(before);
  });

  it('can be dropped twice, but not one that never was', async () => {
    const sequence = await put();
    expect(await desk.drop(sequence)).toBe('dropped');
    expect(await desk.drop(sequence)).toBe('gone');
    await expect(desk.drop(sequence + 1)).rejects.toMatchObject(refusal('PLATFORM_DEAD_LETTER_NOT_FOUND'));
  });
});

it('says that a store is away while there is no stream or no NATS', async () => {
  const elsewhere = new DeadLetterDesk({ connection: await bus.connect(), service: 'gateway', replay: handler });
  await expect(elsewhere.list({ limit: 1 })).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
  await expect(elsewhere.get(1)).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
  await expect(elsewhere.drop(1)).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
});
