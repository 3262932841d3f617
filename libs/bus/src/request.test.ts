import 'reflect-metadata';
import type { NatsConnection } from '@nats-io/transport-node';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppError, defineRequest, type RequestContext } from '@smartcontent/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Handles } from './handles.js';
import { linkOf } from './link.js';
import { RequestClient } from './request-client.js';
import { RequestServer } from './request-server.js';
import { eventually, TestBus } from './test-bus.fixture.js';

const Echo = defineRequest({
  subject: 'rpc.content.text.echo.v1',
  summary: 'Gives the text back',
  input: z.strictObject({ text: z.string(), times: z.number().int().default(1) }),
  output: z.object({ text: z.string() }),
  errors: ['CONTENT_NOT_FOUND'],
  callers: ['scheduling'],
  http: { method: 'GET', path: '/v1/echo', scope: 'content:read', rateClass: 'read' },
  example: { input: { text: 'a' }, output: { text: 'a' } },
});
const Unanswered = defineRequest({ ...Echo, http: undefined, errors: [], subject: 'rpc.content.text.lose.v1' });

type Handler = (input: z.output<typeof Echo.input>, context: RequestContext) => Promise<{ text: string }>;
const echo: Handler = async ({ text, times }) => ({ text: text.repeat(times) });
let handler: Handler = echo;

@Controller()
class TextRpc {
  @Handles(Echo)
  echo(input: z.output<typeof Echo.input>, context: RequestContext): Promise<{ text: string }> {
    return handler(input, context);
  }
}

let bus: TestBus;
let app: INestMicroservice;
let gateway: NatsConnection;
let client: RequestClient;
const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });
const call = async (overrides: Partial<RequestContext> = {}, input: z.input<typeof Echo.input> = { text: 'a' }) =>
  client.call(Echo, input, await bus.userContext(overrides));

beforeAll(async () => {
  bus = await TestBus.start({ requests: [Echo, Unanswered] });
  const strategy = new RequestServer({
    connection: await bus.connect('content'),
    service: 'content',
    tokens: bus.tokens('content'),
    log: bus.log,
    isAnswerChecked: true,
  });
  class TextModule {}
  app = await NestFactory.createMicroservice({ module: TextModule, controllers: [TextRpc] }, { strategy, logger: false });
  await app.listen();
  gateway = await bus.connect('gateway');
  client = new RequestClient(gateway);
});
afterAll(async () => {
  await app?.close();
  await bus?.[Symbol.asyncDispose]();
});

describe('a request', () => {
  it('comes back answered, with defaults applied', async () => {
    handler = echo;
    expect(await call({}, { text: 'ab', times: 2 })).toEqual({ text: 'abab' });
    expect(await call()).toEqual({ text: 'a' });
  });

  it('brings its context over', async () => {
    const seen: RequestContext[] = [];
    handler = async (input, context) => {
      seen.push(context);
      return input;
    };
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const idempotency = { key: 'k1', requestHash: 'h1', isSecretAnswer: true };
    const context = await bus.userContext({ traceparent, idempotency });
    await client.call(Echo, { text: 'a' }, context);
    await new RequestClient(await bus.connect('scheduling'), { passesIdempotency: false }).call(Echo, { text: 'a' }, context);
    const signal = expect.any(AbortSignal);
    expect(seen).toEqual([
      { ...context, signal },
      { ...context, signal, idempotency: null },
    ]);
  });

  it('hands back the typed error of the owner', async () => {
    handler = async () => {
      throw new AppError('CONTENT_NOT_FOUND', { data: { id: 7 }, detail: 'gone' });
    };
    await expect(call()).rejects.toEqual(code('CONTENT_NOT_FOUND'));
    await expect(call()).rejects.toMatchObject({ message: 'gone', data: { id: 7 } });
  });

  it('never shows the text of an error that nobody foresaw', async () => {
    handler = async () => {
      throw new Error('password is hunter2');
    };
    const error = await call().catch((thrown: unknown) => thrown);
    expect(error).toEqual(code('PLATFORM_INTERNAL'));
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
    expect(bus.log.errors).toContain('a request failed');
  });

  it('takes an answer and an error code that are not in the contract for defects, where that is checked', async () => {
    handler = async () => ({ text: 7 }) as unknown as { text: string };
    await expect(call()).rejects.toEqual(code('PLATFORM_INTERNAL'));
    handler = async () => {
      throw new AppError('CONTENT_EMPTY');
    };
    await expect(call()).rejects.toEqual(code('PLATFORM_INTERNAL'));
    expect(bus.log.errors).toContain('CONTENT_EMPTY is missing in the contract');
  });

  it('says which fields of the input are wrong', async () => {
    const wrong = { text: 1, times: 'x' } as unknown as { text: string };
    await expect(call({}, wrong)).rejects.toMatchObject({
      code: 'PLATFORM_INPUT_INVALID',
      data: { errors: [{ path: 'text' }, { path: 'times' }] },
    });
  });

  it('ends at its deadline, and is not begun after it', async () => {
    let begun = 0;
    const late = Promise.withResolvers<{ text: string }>();
    handler = () => {
      begun += 1;
      return late.promise;
    };
    await expect(call({ deadlineMs: Date.now() + 150 })).rejects.toEqual(code('PLATFORM_DEADLINE_EXCEEDED'));
    await expect(call({ deadlineMs: Date.now() - 1 })).rejects.toEqual(code('PLATFORM_DEADLINE_EXCEEDED'));
    expect(begun).toBe(1);
    late.resolve({ text: 'too late' });
  });

  it('fails at once where nobody answers', async () => {
    const context = await bus.userContext();
    await expect(client.call(Unanswered, { text: 'a' }, context)).rejects.toMatchObject({
      code: 'PLATFORM_SERVICE_UNAVAILABLE',
      data: { service: 'content' },
    });
    expect(Date.now()).toBeLessThan(context.deadlineMs - 4_000);
  });

  it('fails at once while NATS is away, also where it had been sent before: no answer comes any more', async () => {
    const begun = Promise.withResolvers<void>();
    const never = Promise.withResolvers<{ text: string }>();
    handler = () => {
      begun.resolve();
      return never.promise;
    };
    const waiting = expect(call({ deadlineMs: Date.now() + 60_000 })).rejects.toMatchObject({
      code: 'PLATFORM_SERVICE_UNAVAILABLE',
      data: { service: 'content', retry_after_seconds: 1, is_possibly_applied: true },
    });
    await begun.promise;
    await bus.stopNats();
    await waiting;
    never.resolve({ text: 'too late' });
    await eventually(() => expect(linkOf(gateway).isUp).toBe(false));
    await expect(call()).rejects.toMatchObject({
      code: 'PLATFORM_SERVICE_UNAVAILABLE',
      data: { service: 'content', retry_after_seconds: 1 },
    });
    await bus.startNats();
    handler = echo;
    expect(await eventually(() => call())).toEqual({ text: 'a' });
  });

  it('bounds answers and inputs to one message', async () => {
    handler = echo;
    await expect(call({}, { text: 'ä', times: 600_000 })).rejects.toEqual(code('PLATFORM_ANSWER_TOO_LARGE'));
    await expect(call({}, { text: 'x'.repeat(1_100_000) })).rejects.toEqual(code('GATEWAY_BODY_TOO_LARGE'));
    expect((await call({}, { text: 'ä', times: 500_000 })).text).toHaveLength(500_000);
  });
});

describe('admission', () => {
  it('needs the scope of the face', async () => {
    const context = await bus.userContext({}, ['schedule:read']);
    await expect(client.call(Echo, { text: 'a' }, context)).rejects.toMatchObject({
      code: 'PLATFORM_SCOPE_MISSING',
      data: { scope: 'content:read' },
    });
  });

  it('lets in the services that the contract names', async () => {
    handler = echo;
    const contextOf = (service: 'scheduling' | 'content') => bus.tokens(service).serviceContext(null, 'test');
    expect(await client.call(Echo, { text: 'a' }, await contextOf('scheduling'))).toEqual({ text: 'a' });
    await expect(client.call(Echo, { text: 'a' }, await contextOf('content'))).rejects.toEqual(code('PLATFORM_SCOPE_MISSING'));
  });

  it('refuses a forged token and one that is missing, before the handler', async () => {
    handler = async () => {
      throw new Error('must not run');
    };
    const { actor } = await bus.userContext();
    const forged = await bus.tokens('scheduling').mint(actor);
    await expect(call({ actorToken: forged })).rejects.toEqual(code('PLATFORM_ACTOR_REFUSED'));
    await expect(call({ actorToken: '' })).rejects.toEqual(code('PLATFORM_ACTOR_REFUSED'));
  });

  it('lets no operator in where no company is', async () => {
    const actor = { kind: 'operator', company_id: null } as const;
    const actorToken = await bus.tokens('gateway').mint(actor);
    await expect(call({ actor, actorToken })).rejects.toEqual(code('PLATFORM_SCOPE_MISSING'));
  });
});
