import type { NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { AppError, defineRequest } from '@smartcontent/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Handles } from './handles.js';
import { RequestClient } from './request-client.js';
import { eventually, TestBus } from './test-bus.fixture.js';
import { type RunningServer, startServer } from './test-requests.fixture.js';

const Echo = defineRequest({
  subject: 'rpc.content.text.echo.v1',
  summary: 'Gives the text back',
  input: z.strictObject({ text: z.string() }),
  output: z.object({ text: z.string() }),
  errors: ['CONTENT_NOT_FOUND'],
  callers: ['gateway'],
  example: { input: { text: 'a' }, output: { text: 'a' } },
});
/** Waits until it is let go. */
const Slow = defineRequest({ ...Echo, http: undefined, subject: 'rpc.content.text.ponder.v1' });
/** Of a version that content does not have yet. */
const Newer = defineRequest({ ...Echo, http: undefined, subject: 'rpc.content.text.echo.v2' });

let gate: PromiseWithResolvers<void>;

@Controller()
class TextRpc {
  @Handles(Echo)
  echo({ text }: { text: string }): { text: string } {
    if (text === 'missing') throw new AppError('CONTENT_NOT_FOUND');
    if (text === 'store') throw new AppError('PLATFORM_STORE_UNAVAILABLE');
    return { text };
  }

  @Handles(Slow)
  async ponder(input: { text: string }): Promise<{ text: string }> {
    await gate.promise;
    return input;
  }
}

const AWAY = 'PLATFORM_SERVICE_UNAVAILABLE';
const LATE = 'PLATFORM_DEADLINE_EXCEEDED';
/** Less would tell nothing about the service. */
const TELLING_MS = 1_000;

let bus: TestBus;
let gateway: NatsConnection;
let client: RequestClient;
let server: RunningServer | undefined;
let changes: boolean[];

const startContent = async () => {
  server = await startServer(bus, 'content', TextRpc);
};
const stopContent = async () => {
  gate.resolve();
  await server?.stop();
  server = undefined;
};
/** The text, or the code of the refusal. */
const ask = async (contract = Echo, text = 'a', milliseconds = 5_000) => {
  const context = { ...(await bus.userContext()), deadlineMs: Date.now() + milliseconds };
  return client.call(contract, { text }, context).then(
    (answer) => answer.text,
    (error: AppError) => error.code,
  );
};
const askTimes = (times: number, ...asked: Parameters<typeof ask>) => Promise.all(Array.from({ length: times }, () => ask(...asked)));
/** The time stands still until the test lets some pass. */
const holdClock = () => {
  let nowMs = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  return {
    pass: (milliseconds: number) => {
      nowMs += milliseconds;
    },
  };
};
/** How many messages the client sends meanwhile. */
const sentDuring = async (work: () => Promise<unknown>) => {
  const before = gateway.stats().outMsgs;
  await work();
  return gateway.stats().outMsgs - before;
};

beforeAll(async () => {
  bus = await TestBus.start({ requests: [Echo, Slow, Newer] });
  gateway = await bus.connect('gateway');
});
beforeEach(() => {
  gate = Promise.withResolvers<void>();
  changes = [];
  client = new RequestClient(gateway, { log: bus.log, metrics: { circuitChanged: (_service, isOpen) => changes.push(isOpen) } });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await stopContent();
});
afterAll(() => bus?.[Symbol.asyncDispose]());

it('refuses at once while nobody is there, but for a probe every 250 ms', async () => {
  const clock = holdClock();
  expect(await askTimes(5)).toEqual(Array(5).fill(AWAY));
  expect(changes).toEqual([true]);
  const askOften = async () => expect(await askTimes(100)).toEqual(Array(100).fill(AWAY));
  for (const [passedMs, sent] of [
    [0, 0],
    [249, 0],
    [1, 1],
    [249, 0],
    [1, 1],
  ] as const) {
    clock.pass(passedMs);
    expect(await sentDuring(askOften)).toBe(sent);
  }
});

it('says when to come back', async () => {
  await askTimes(5);
  const refused = client.call(Echo, { text: 'a' }, await bus.userContext());
  await expect(refused).rejects.toMatchObject({ code: AWAY, data: { service: 'content', retry_after_seconds: 1 } });
});

it('closes with the first call 250 ms after the service is back, as often as it comes and goes', async () => {
  const clock = holdClock();
  for (const _ of [1, 2, 3]) {
    await askTimes(10);
    await startContent();
    expect(await ask()).toBe(AWAY);
    clock.pass(250);
    expect(await ask()).toBe('a');
    expect(await askTimes(20)).toEqual(Array(20).fill('a'));
    await stopContent();
  }
  expect(changes).toEqual([true, false, true, false, true, false]);
});

it('opens for a service that takes requests and answers none, and closes with its first answer', async () => {
  await startContent();
  expect(await askTimes(6, Slow, 'a', TELLING_MS)).toEqual(Array(6).fill(LATE));
  expect(changes).toEqual([true]);
  expect(await ask(Slow)).toBe(AWAY);
  const context = await bus.userContext({ deadlineMs: Date.now() + 30_000 });
  const probe = await eventually(async () => {
    const asked = client.call(Slow, { text: 'b' }, context);
    // What is refused is refused before a message has come back from the server.
    await Promise.race([asked, gateway.flush()]);
    return { asked };
  });
  gate.resolve();
  expect(await probe.asked).toEqual({ text: 'b' });
  expect(changes).toEqual([true, false]);
});

it('stays closed for the others where one request is slow', async () => {
  await startContent();
  const slow = askTimes(20, Slow, 'a', TELLING_MS);
  const others = eventually(async () => {
    expect(await ask()).toBe('a');
    expect(await Promise.race([slow, 'waiting'])).not.toBe('waiting');
  });
  expect(await slow).toEqual(Array(20).fill(LATE));
  await others;
  expect(changes).toEqual([]);
});

it('lets other requests through where only one of them is not known to the service', async () => {
  await startContent();
  expect(await askTimes(20, Newer)).toEqual(Array(20).fill(AWAY));
  expect(changes).toEqual([true]);
  expect(await ask()).toBe('a');
  expect(changes).toEqual([true, false]);
  for (const _ of Array(4)) await ask(Newer);
  expect(await askTimes(10)).toEqual(Array(10).fill('a'));
});

it('takes a refusal of the owner for an answer', async () => {
  await startContent();
  expect(await askTimes(20, Echo, 'missing')).toEqual(Array(20).fill('CONTENT_NOT_FOUND'));
  expect(await askTimes(20, Echo, 'store')).toEqual(Array(20).fill('PLATFORM_STORE_UNAVAILABLE'));
  expect(changes).toEqual([]);
});

it('learns nothing from callers that have hardly any time, or give up', async () => {
  await startContent();
  const clock = holdClock();
  const before = gateway.stats().outMsgs;
  const late = askTimes(20, Slow, 'a', 50);
  await eventually(() => expect(gateway.stats().outMsgs).toBe(before + 20));
  // However late this process is to see it.
  clock.pass(1_000);
  expect(await late).toEqual(Array(20).fill(LATE));
  const controller = new AbortController();
  const context = await bus.userContext({ signal: controller.signal });
  const given = Array.from({ length: 20 }, () => client.call(Slow, { text: 'a' }, context).catch((error: AppError) => error.code));
  await gateway.flush();
  controller.abort();
  expect(await Promise.all(given)).toEqual(Array(20).fill(LATE));
  expect(changes).toEqual([]);
});

it('is one per service', async () => {
  const Other = defineRequest({ ...Echo, http: undefined, subject: 'rpc.scheduling.text.echo.v1' });
  const stranger = await bus.connect();
  client = new RequestClient(stranger);
  stranger.subscribe('cancel.scheduling', { callback: () => {} });
  stranger.subscribe(Other.subject, { callback: (_error, message) => void message.respond('{"response":{"text":"b"}}') });
  await stranger.flush();
  expect(await askTimes(10)).toEqual(Array(10).fill(AWAY));
  expect(await ask(Other)).toBe('b');
});
