import { RequestClient } from '@smartcontent/bus';
import { migrations as contentMigrations } from '@smartcontent/content/migrations';
import { type CallOf, OPERATOR_REQUESTS, type OutputOf, type RequestContract } from '@smartcontent/contracts';
import { newId, runMigrations } from '@smartcontent/database';
import { migrations as schedulingMigrations } from '@smartcontent/scheduling/migrations';
import { eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServiceProcess } from '../journeys/service-process.js';
import type { Release } from './config.js';
import { MIGRATIONS } from './migrations.js';
import { TagNote } from './notes.js';
import { byNote, SteadyLoad } from './steady-load.js';

const stack = useStack({ services: ['content', 'scheduling'] });
const running: Record<'writer' | 'reader', ServiceProcess | undefined> = { writer: undefined, reader: undefined };
let load: SteadyLoad;

beforeAll(async () => {
  await migrateTo('old');
  await start('writer', 'old');
  await start('reader', 'old');
  load = new SteadyLoad(stack.caller(), countSeen);
});
afterAll(async () => {
  await load?.stop();
  for (const service of Object.values(running)) await service?.[Symbol.asyncDispose]();
});

async function migrateTo(release: Release): Promise<void> {
  const services = [
    { name: 'content', migrations: [...contentMigrations, ...MIGRATIONS.writer[release]] },
    { name: 'scheduling', migrations: [...schedulingMigrations, ...MIGRATIONS.reader[release]] },
  ];
  await runMigrations({ adminUrl: stack.postgresUrl, services, passwords: stack.addresses.passwords, command: 'up' });
}

async function start(role: 'writer' | 'reader', release: Release): Promise<void> {
  running[role] = await ServiceProcess.start(
    [`test/dist/rolling/${role}-main.js`, release],
    stack.env(role === 'writer' ? 'content' : 'scheduling'),
  );
}

/** Starts the other release beside the one that runs, lets both work for a while, and stops the first. */
async function roll(role: 'writer' | 'reader', release: Release): Promise<void> {
  const before = running[role];
  await start(role, release);
  await load.more(50);
  expect(await before?.stop()).toBe(0);
  await load.more(50);
}

async function operator<C extends RequestContract>(contract: C, input: CallOf<C>): Promise<OutputOf<C>> {
  return new RequestClient(stack.nats).call(contract, input, await stack.contextOf({ kind: 'operator', company_id: null }));
}

interface Seen {
  readonly note_id: string;
  readonly version: number;
  readonly release: Release;
  readonly what: string;
  readonly language: string | null;
}
async function countSeen(noteId: string): Promise<number> {
  const [row] = await stack.query<{ count: number }>('SELECT count(*)::int AS count FROM scheduling.seen WHERE note_id = $1', [noteId]);
  return row?.count ?? 0;
}
const seen = () => stack.query<Seen>('SELECT note_id, version::int, release, what, language FROM scheduling.seen ORDER BY place');

test('two releases work side by side, there and back again, and no request and no event is lost, doubled or out of order', async () => {
  load.start();
  // Expand first: the schema is ahead of both, and both serve on it.
  await migrateTo('new');
  // A new writer among old readers: its extra field is no matter, its unknown major version is put aside.
  await roll('writer', 'new');
  const caller = stack.caller();
  const early = newId();
  await caller.call(TagNote, { note_id: early, tag: 'too early', as: 'written.v2' });
  const letter = await eventually(async () => {
    const { items } = await operator(OPERATOR_REQUESTS.scheduling.ListDeadLetters, {});
    expect(items).toMatchObject([{ cause: 'unknown-version', subject: 'evt.content.note.written.v2', event: { aggregate_id: early } }]);
    return items[0];
  });
  await roll('reader', 'new');
  await caller.call(TagNote, { note_id: early, tag: 'news', as: 'tagged' });
  const ofEarly = async () => (await seen()).flatMap(({ note_id, version, what }) => (note_id === early ? [`${version}: ${what}`] : []));
  await eventually(async () => expect(await ofEarly()).toEqual(['2: news']));
  const replayed = await operator(OPERATOR_REQUESTS.scheduling.ReplayDeadLetter, { sequence: letter?.sequence ?? 0 });
  expect(replayed).toEqual({ outcome: 'replayed' });
  expect(await ofEarly()).toEqual(['2: news', '1: too early']);
  // And back, on the newer schema: the writer first, so that no old reader meets what only the new one knows.
  await roll('writer', 'old');
  await roll('reader', 'old');
  await load.stop();
  const { answered, failed } = load;
  expect(failed).toEqual([]);
  expect(answered.length).toBeGreaterThan(400);
  // Below the ack wait: who stops hands back what it had, also what was still on its way to it.
  await eventually(async () => expect((await seen()).length).toBe(answered.length + 2), { timeoutMs: 20_000 });
  const written = (await seen()).filter(({ note_id }) => note_id !== early);
  expect(byNote(written.map(({ note_id, version, what }) => ({ noteId: note_id, version, text: what })))).toEqual(byNote(answered));
  expect((await operator(OPERATOR_REQUESTS.scheduling.ListDeadLetters, {})).items).toEqual([]);
  const byRelease = Object.groupBy(await seen(), ({ release }) => release);
  expect(byRelease.old?.length).toBeGreaterThan(100);
  expect(byRelease.new?.some(({ language }) => language === 'en')).toBe(true);
}, 180_000);
