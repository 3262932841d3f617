import { headers, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { defineRequest } from '@smartcontent/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Handles } from './handles.js';
import { RequestClient } from './request-client.js';
import { eventually, TestBus } from './test-bus.fixture.js';
import { startServer } from './test-requests.fixture.js';

/** Waits until it is let go. */
const Ponder = defineRequest({
  subject: 'rpc.content.text.ponder.v1',
  summary: 'Gives the text back',
  input: z.strictObject({ text: z.string() }),
  output: z.object({ text: z.string() }),
  callers: ['gateway'],
  example: { input: { text: 'a' }, output: { text: 'a' } },
});

let gate: PromiseWithResolvers<void>;
let begun: number;
let bus: TestBus;
let gateway: NatsConnection;
let client: RequestClient;
/** The time that requests under way get. */
let grace: AbortController;

@Controller()
class TextRpc {
  @Handles(Ponder)
  async ponder(input: { text: string }): Promise<{ text: string }> {
    begun += 1;
    await gate.promise;
    return input;
  }
}

/** Two requests that a service works on. */
async function askTwice() {
  const before = begun;
  const caller = new AbortController();
  const context = await bus.userContext({ signal: caller.signal, deadlineMs: Date.now() + 60_000 });
  const asked = ['a', 'b'].map((text) => client.call(Ponder, { text }, context));
  await eventually(() => expect(begun).toBe(before + 2));
  return { answered: Promise.allSettled(asked), giveUp: () => caller.abort() };
}

/** A service that stops while it has them. */
async function stopWhileAsked() {
  const server = await startServer(bus, 'content', TextRpc);
  const asked = await askTwice();
  const stopped = server.stop();
  await eventually(() => expect(AbortSignal.timeout).toHaveBeenCalledWith(10_000));
  return { ...asked, stopped };
}

/** Resolves when it was asked so often whether anybody of the service is there; nothing else is sent meanwhile. */
function lookedFor(times: number): Promise<void> {
  const before = gateway.stats().outMsgs;
  return eventually(() => expect(gateway.stats().outMsgs).toBeGreaterThanOrEqual(before + times));
}

const ANSWERS = ['a', 'b'].map((text) => ({ status: 'fulfilled', value: { text } }));
const refusals = (reason: object) => Array(2).fill({ status: 'rejected', reason: expect.objectContaining(reason) });

beforeAll(async () => {
  bus = await TestBus.start({ requests: [Ponder] });
  gateway = await bus.connect('gateway');
  client = new RequestClient(gateway);
});
beforeEach(() => {
  gate = Promise.withResolvers<void>();
  begun = 0;
  grace = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(grace.signal);
});
afterEach(() => {
  gate.resolve();
  vi.restoreAllMocks();
});
afterAll(() => bus?.[Symbol.asyncDispose]());

describe('a service that stops', () => {
  it('answers what is under way, however long that takes within the grace', async () => {
    const { answered, stopped } = await stopWhileAsked();
    await lookedFor(3);
    gate.resolve();
    expect(await answered).toEqual(ANSWERS);
    await stopped;
    expect(bus.log.warnings).toEqual([]);
  });

  it('ends though a handler never does, and says which', async () => {
    const warn = vi.spyOn(bus.log, 'warn');
    const { answered, stopped } = await stopWhileAsked();
    grace.abort();
    await stopped;
    expect(warn.mock.calls).toEqual([['stops while requests are still running', { subjects: [Ponder.subject] }]]);
    expect(await answered).toEqual(refusals({ code: 'PLATFORM_SERVICE_UNAVAILABLE' }));
  });
});

describe('a service that dies', () => {
  it('is noticed by those who wait for it long before their deadline, and they cannot know what became of their requests', async () => {
    const server = await startServer(bus, 'content', TextRpc);
    const { answered } = await askTwice();
    await server.crash();
    const data = { service: 'content', retry_after_seconds: 1, is_possibly_applied: true };
    expect(await answered).toEqual(refusals({ code: 'PLATFORM_SERVICE_UNAVAILABLE', data }));
    await server.stop();
  });

  it('leaves those to their deadline who wait for it while another replica lives', async () => {
    const dying = await startServer(bus, 'content', TextRpc);
    const { answered, giveUp } = await askTwice();
    const living = await startServer(bus, 'content', TextRpc);
    await dying.crash();
    await lookedFor(3);
    giveUp();
    expect(await answered).toEqual(refusals({ code: 'PLATFORM_DEADLINE_EXCEEDED' }));
    for (const server of [dying, living]) await server.stop();
  });

  it('does not take those with it who ask the next process while somebody still learns that there was none', async () => {
    const server = await startServer(bus, 'content', TextRpc);
    const looks: string[] = [];
    const stranger = await bus.connect();
    stranger.subscribe('cancel.content', { callback: (_error, message) => void looks.push(message.reply ?? '') });
    await stranger.flush();
    const before = await askTwice();
    await eventually(() => expect(looks).not.toEqual([]));
    const after = await askTwice();
    stranger.publish(looks[0] as string, '', { headers: headers(503, 'No Responders') });
    expect(await before.answered).toEqual(refusals({ code: 'PLATFORM_SERVICE_UNAVAILABLE' }));
    gate.resolve();
    expect(await after.answered).toEqual(ANSWERS);
    await server.stop();
  });
});
