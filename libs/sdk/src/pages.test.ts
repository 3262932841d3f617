import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smartContent } from './client.js';
import { batchesOf } from './ingest.js';
import { linkOf } from './pages.js';
import { json, lost, PlayedPlatform } from './played-platform.fixture.js';

let platform: PlayedPlatform;
let sc: ReturnType<typeof smartContent>;
beforeAll(async () => {
  platform = await PlayedPlatform.start();
  sc = smartContent({ baseUrl: platform.url, credential: 'k' });
});
afterAll(() => platform[Symbol.asyncDispose]());

describe('a list', () => {
  it('is gone through page after page, each asked for when it is needed, a lost one again', async () => {
    platform.play(json({ items: [1, 2], next_cursor: 'n' }), lost, json({ items: [3], next_cursor: null }));
    const seen: unknown[] = [];
    for await (const item of sc.content.list.each({ limit: 2, status: ['draft', 'review'] })) {
      if (seen.length === 1) expect(platform.heard).toHaveLength(1);
      seen.push(item);
    }
    expect(seen).toEqual([1, 2, 3]);
    const next = 'GET /v1/content?limit=2&status=draft%2Creview&cursor=n';
    expect(platform.lines).toEqual(['GET /v1/content?limit=2&status=draft%2Creview', next, next]);
  });

  it('whose answer is its items alone says in the Link header what comes next', async () => {
    platform.play(
      json([1], 200, { link: '</v1/content?limit=1>; rel="first", </v1/content?limit=1&cursor=a%3Db>; rel="next"' }),
      json([2], 200, { link: '</v1/content?limit=1>; rel="first"' }),
    );
    const seen: unknown[] = [];
    for await (const item of sc.content.list.each({ limit: 1 })) seen.push(item);
    expect([seen, platform.lines[1]]).toEqual([[1, 2], 'GET /v1/content?limit=1&cursor=a%3Db']);
  });

  it.each([
    ['<a>; rel=next', 'a'],
    ['<a>; rel="first", <b,c>; title="x, y"; rel="prev next"', 'b,c'],
    ['<a>; rel=last', undefined],
    ['', undefined],
  ])('reads the link %s', (header, target) => expect(linkOf(header, 'next')).toBe(target));
});

describe('a download', () => {
  it('comes line by line, and half of one is not the whole', async () => {
    platform.play((response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{"id":"a"}\n{"id":');
      response.end('"b"}\n');
    });
    const ids: string[] = [];
    for await (const { id } of sc.audit.export({})) ids.push(id);
    expect(ids).toEqual(['a', 'b']);
    platform.play((response) => {
      response.writeHead(200).write('{"id":"a"}\n{"id":');
      setImmediate(() => response.destroy());
    });
    const lines = sc.lines('identity.audit.export', {});
    expect((await lines.next()).value).toBe('{"id":"a"}');
    await expect(lines.next()).rejects.toMatchObject({
      name: 'ConnectionError',
      reason: 'lost',
      message: expect.stringContaining('not the whole'),
    });
  });
});

describe('events', () => {
  const answer = (accepted: number) => json({ accepted }, 202);

  it('go out as NDJSON, a lost batch again under its key', async () => {
    platform.play(lost, answer(2));
    const event = { event_type: 'view' };
    expect(await sc.events.ingest([event, event])).toEqual({ accepted: 2 });
    expect(platform.heard[1]).toMatchObject({
      body: '{"event_type":"view"}\n'.repeat(2),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(new Set(platform.said('idempotency-key')).size).toBe(1);
  });

  it('of any number go out in batches, each under a key of its own', async () => {
    platform.play(answer(20_000), answer(5));
    const counts: number[] = [];
    const many = Array.from({ length: 20_005 }, (_, index) => ({ event_type: 'view', visitor_id: String(index) }));
    for await (const { accepted } of sc.events.ingest.all(many, { idempotencyKey: 'mine' })) counts.push(accepted);
    expect([counts, platform.said('idempotency-key')]).toEqual([
      [20_000, 5],
      ['mine-1', 'mine-2'],
    ]);
  });

  it('lose nothing between batches that are within the limits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 30 })),
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 5 }),
        async (texts, bytes, most) => {
          const batches: string[] = [];
          for await (const batch of batchesOf(
            texts.map((text) => ({ text })),
            { bytes, events: most },
          ))
            batches.push(batch);
          const lines = batches.map((batch) => batch.trimEnd().split('\n'));
          expect(lines.flat().map((line) => JSON.parse(line))).toEqual(texts.map((text) => ({ text })));
          for (const [index, of] of lines.entries()) {
            expect(of.length).toBeLessThanOrEqual(most);
            if (of.length > 1) expect(Buffer.byteLength(batches[index] as string)).toBeLessThanOrEqual(bytes);
          }
        },
      ),
    );
  });
});
