import { Cache, RunStream } from '@smartcontent/cache';
import { AppError, type GenerationNews, GetGeneration, type Run } from '@smartcontent/contracts';
import { useStack } from '@smartcontent/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeToken, problemOf, type RunningEdge, startEdge } from './edge.js';

const stack = useStack({ services: ['gateway'] });
const runs = new Map<string, Pick<Run, 'company_id' | 'status' | 'finished_at'>>();
const endings: (() => unknown)[] = [];
let edge: RunningEdge;
let news: RunStream;
beforeAll(async () => {
  edge = await startEdge(stack, { HEARTBEAT_SECONDS: '0.2' });
  const cache = await Cache.open(stack.addresses.redisUrl);
  news = new RunStream(cache);
  // Generation, as far as the gateway asks it.
  const answers = stack.nats.subscribe(GetGeneration.subject, {
    callback: (_error, message) => {
      const { data, id } = JSON.parse(message.string()) as { data: { generation_id: string }; id: string };
      const run = runs.get(data.generation_id);
      const common = { ...GetGeneration.example.output, id: data.generation_id };
      const answer = run ? { response: { ...common, ...run } } : { err: new AppError('GENERATION_RUN_NOT_FOUND').toWire() };
      message.respond(JSON.stringify({ ...answer, isDisposed: true, id }));
    },
  });
  const cancels = stack.nats.subscribe('cancel.generation', { callback: () => undefined });
  endings.push(
    () => answers.unsubscribe(),
    () => cancels.unsubscribe(),
    () => cache.close(),
    () => edge[Symbol.asyncDispose](),
  );
});
afterAll(async () => {
  for (const end of endings) await end();
});

/** A run of somebody who may watch it. */
async function watched() {
  const [generation_id, userId, companyId] = [uuidv7(), uuidv7(), uuidv7()];
  runs.set(generation_id, { company_id: companyId, status: 'running', finished_at: null });
  const token = await makeToken(stack, { userId, companyId });
  const time = '2026-01-06T09:00:00.000Z';
  return {
    generation_id,
    open: (lastEventId?: string) =>
      edge.ask(`/v1/generations/${generation_id}/events`, { token, headers: lastEventId ? { 'last-event-id': lastEventId } : {} }),
    text: (text: string) => news.publish(companyId, { type: 'text', time, data: { generation_id, text } }),
    status: (status: Run['status']) => news.publish(companyId, { type: 'status', time, data: { generation_id, status } }),
    end: (at = new Date()) => runs.set(generation_id, { company_id: companyId, status: 'succeeded', finished_at: at.toISOString() }),
  };
}

function read(text: string): GenerationNews[] {
  return [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] as string) as GenerationNews);
}
const said = (entries: readonly GenerationNews[]) => entries.map(({ data }) => data.text ?? data.status);

test('a watcher gets what was written so far, then what comes, and the answer ends with the run', async () => {
  const run = await watched();
  await run.status('running');
  await run.text('Seedlings ');
  const response = await run.open();
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  await run.text('need light.');
  run.end();
  await run.status('succeeded');
  expect(said(read(await response.text()))).toEqual(['running', 'Seedlings ', 'need light.', 'succeeded']);
});

test('who was cut off goes on after what he saw', async () => {
  const run = await watched();
  for (const text of ['one', 'two', 'three']) await run.text(text);
  run.end();
  await run.status('succeeded');
  const all = read(await (await run.open()).text());
  expect(said(all)).toEqual(['one', 'two', 'three', 'succeeded']);
  expect(said(read(await (await run.open(all[1]?.id)).text()))).toEqual(['three', 'succeeded']);
});

test('who knows the end is told so, and comes back no more', async () => {
  const run = await watched();
  await run.text('one');
  run.end();
  const [, told] = read(await (await run.open()).text());
  expect((await run.open(told?.id)).status).toBe(204);
  await run.status('succeeded');
  const ends = read(await (await run.open()).text());
  expect(said(ends)).toEqual(['one', 'succeeded']);
  expect((await run.open(ends[1]?.id)).status).toBe(204);
});

test('whose clock is behind that of the news still hears of the end', async () => {
  const run = await watched();
  await run.text('one');
  await run.text('two');
  const all = await run.open();
  run.end(new Date(Date.now() - 60_000));
  await run.status('succeeded');
  const [one] = read(await all.text());
  expect(said(read(await (await run.open(one?.id)).text()))).toEqual(['two', 'succeeded']);
});

test('a long run is watched from its beginning, by a reader who takes his time', async () => {
  const run = await watched();
  const text = 'x'.repeat(4_000);
  for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 25 }, (_, n) => run.text(`${round} ${n} ${text}`)));
  run.end();
  await run.status('succeeded');
  const entries = read(await (await run.open()).text());
  expect(entries).toHaveLength(501);
  expect(entries.at(-1)?.data.status).toBe('succeeded');
});

test('an end that nobody could tell is told from the row', async () => {
  const run = await watched();
  run.end();
  expect(said(read(await (await run.open()).text()))).toEqual(['succeeded']);
});

test('a run that is not there is a problem, not a stream', async () => {
  const run = await watched();
  runs.delete(run.generation_id);
  expect(await problemOf(await run.open())).toMatchObject({ status: 404, code: 'GENERATION_RUN_NOT_FOUND' });
});
