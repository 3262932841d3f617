import { jetstreamManager } from '@nats-io/jetstream';
import { Controller } from '@nestjs/common';
import { AppError, defineRequest, type InputOf } from '@smartcontent/contracts';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDeadLetter } from './dead-letter.js';
import { Handles } from './handles.js';
import { RequestClient } from './request-client.js';
import { PostChanged, TestBus } from './test-bus.fixture.js';
import { DURABLE, keep, STREAM, TestConsumer, TestProducer } from './test-consumer.fixture.js';
import { type RunningServer, startServer } from './test-requests.fixture.js';

const item = z.strictObject({ name: z.string(), tags: z.array(z.strictObject({ text: z.string() })).default([]) });
/** A request as the running service knows it. */
const Old = defineRequest({
  subject: 'rpc.content.list.keep.v1',
  summary: 'Keeps a list',
  input: z.strictObject({ title: z.string(), items: z.array(item), first: item.optional() }),
  output: z.object({ title: z.string() }),
  callers: ['gateway'],
  example: { input: { title: 'a', items: [] }, output: { title: 'a' } },
});
/** The same as a newer caller knows it. */
const anything = z.looseObject({});
const New = defineRequest({ ...Old, http: undefined, input: anything, output: anything, example: { input: {}, output: {} } });
const Next = defineRequest({ ...New, http: undefined, subject: 'rpc.content.list.keep.v2' });

let seen: unknown;

@Controller()
class ListRpc {
  @Handles(Old)
  keep(input: InputOf<typeof Old>): { title: string } {
    seen = input;
    // What this version of the service answers beside what the caller's version knows.
    return { title: input.title, kept_at: 'today' } as { title: string };
  }
}

let bus: TestBus;
let server: RunningServer;
let client: RequestClient;
let database: Database;
let producer: TestProducer;
let content: TestConsumer;

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true, requests: [Old, Next] });
  server = await startServer(bus, 'content', ListRpc);
  client = new RequestClient(await bus.connect('gateway'));
  database = await bus.database('content');
  producer = await TestProducer.start(bus);
  content = await TestConsumer.start(bus, database);
});
beforeEach(() => {
  content.handler = keep;
  content.outcomes.length = 0;
});
afterAll(async () => {
  await content?.stop();
  await server?.stop();
  await bus?.[Symbol.asyncDispose]();
});

describe('a service that is older than its caller', () => {
  const ask = async (input: Record<string, unknown>) => client.call(New, input, await bus.userContext());

  it('leaves out the fields that it does not know, at any depth', async () => {
    const tags = [{ text: 't', colour: 'red' }];
    await ask({
      title: 'a',
      items: [{ name: 'n', tags, size: 1 }, { name: 'm' }],
      first: { name: 'f', since: null },
      mood: { good: true },
    });
    expect(seen).toEqual({
      title: 'a',
      items: [
        { name: 'n', tags: [{ text: 't' }] },
        { name: 'm', tags: [] },
      ],
      first: { name: 'f', tags: [] },
    });
  });

  it('still says what is wrong with the fields that it knows', async () => {
    for (const [input, path] of [
      [{ items: [], mood: 1 }, 'title'],
      [{ title: 7, items: [], mood: 1 }, 'title'],
      [{ title: 'a', items: [{ name: 'n', size: 1 }, { size: 2 }] }, 'items.1.name'],
      [{ title: 'a', items: 'none', mood: 1 }, 'items'],
      [{ title: 'a', items: [null], mood: 1 }, 'items.0'],
    ] as const) {
      await expect(ask(input)).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID', data: { errors: [{ path }] } });
    }
  });

  it('is not asked for a major version that it does not have, and says so at once', async () => {
    const error = await client.call(Next, { title: 'a' }, await bus.userContext()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'PLATFORM_SERVICE_UNAVAILABLE', data: { service: 'content' } });
  });
});

it('a caller that is older than the service gets the fields that it does not know', async () => {
  expect(await client.call(Old, { title: 'a', items: [] }, await bus.userContext())).toEqual({ title: 'a', kept_at: 'today' });
});

describe('a consumer that is older than the publisher', () => {
  const send = (aggregateid: string, version: number, subject: string = PostChanged.subject, more: Record<string, unknown> = {}) =>
    producer.send(subject, JSON.stringify({ text: `text ${version}`, ...more }), {
      aggregateid,
      aggregateversion: String(version),
      priority: 'high',
    });
  const isNothingStuck = async () => {
    const { num_pending, num_ack_pending } = await (await jetstreamManager(await bus.connect())).consumers.info(STREAM, DURABLE);
    expect({ num_pending, num_ack_pending }).toEqual({ num_pending: 0, num_ack_pending: 0 });
  };

  it('goes on over optional fields and attributes that it does not know', async () => {
    const id = newId();
    const data: unknown[] = [];
    content.handler = async (events, tx) => {
      data.push(...events.map((event) => event.data));
      await keep(events, tx);
    };
    await send(id, 1, PostChanged.subject, { mood: { good: true }, tags: ['new'] });
    await send(id, 2);
    await content.server.drained();
    expect(data).toEqual([{ text: 'text 1' }, { text: 'text 2' }]);
    expect(await content.versions(id)).toEqual([1, 2]);
  });

  it('goes on after a major version that it does not know, which is kept as a dead letter', async () => {
    const id = newId();
    await send(id, 1);
    const newer = await send(id, 2, 'evt.scheduling.post.changed.v2', { body: { blocks: [] } });
    await send(id, 3);
    const newest = await send(id, 4, 'evt.scheduling.post.changed.v17');
    await send(id, 5);
    await content.server.drained();
    expect(await content.versions(id)).toEqual([1, 3, 5]);
    for (const event of [newer, newest]) {
      const letter = readDeadLetter('content', await producer.deadLetter(event));
      expect(letter.cause).toBe('unknown-version');
      // Whoever replays it reads the same again.
      expect(letter.error).toBe(`UnknownVersion: this service has no handler for ${letter.subject}`);
      await expect(content.server.replay(letter)).rejects.toMatchObject({ name: 'UnknownVersion', message: letter.error.slice(16) });
    }
    expect(content.outcomes.toSorted()).toEqual(['dead', 'dead', 'handled', 'handled', 'handled']);
    await isNothingStuck();
  });

  it('goes on where the first thing that it hears of an aggregate is of a version that it does not know', async () => {
    const ids = Array.from({ length: 20 }, newId);
    await Promise.all(ids.map((id) => send(id, 1, 'evt.scheduling.post.changed.v2')));
    await Promise.all(ids.map((id) => send(id, 2)));
    await content.server.drained();
    for (const id of ids) expect(await content.versions(id)).toEqual([2]);
    await isNothingStuck();
  });

  it('passes over a kind of event that did not exist when it was built', async () => {
    const id = newId();
    await send(id, 1);
    await send(id, 2, 'evt.scheduling.post.praised.v1');
    await send(id, 3);
    await content.server.drained();
    expect(await content.versions(id)).toEqual([1, 3]);
    await isNothingStuck();
  });
});
