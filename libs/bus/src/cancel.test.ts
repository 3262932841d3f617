import { headers } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { AppError, defineRequest, type RequestContext, type ServiceName } from '@smartcontent/contracts';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Handles } from './handles.js';
import { natsPermissions } from './nats-permissions.js';
import { RequestClient } from './request-client.js';
import { eventually, TEST_EVENTS, TestBus } from './test-bus.fixture.js';
import { type RunningServer, startServer } from './test-requests.fixture.js';

const define = (subject: `rpc.${string}`, callers: ServiceName[]) =>
  defineRequest({
    subject,
    summary: 'Waits until it is let go',
    input: z.strictObject({ id: z.uuid() }),
    output: z.object({ id: z.uuid() }),
    callers,
    example: { input: { id: newId() }, output: { id: newId() } },
  });
/** Asked by the gateway; asks content in turn. */
const Plan = define('rpc.scheduling.text.plan.v1', ['gateway']);
/** Writes a row, then waits before it commits. */
const Keep = define('rpc.content.text.keep.v1', ['gateway', 'scheduling']);

/** What the handlers saw and wait for, by the id they were asked about. */
const signals = new Map<string, AbortSignal[]>();
const ended: string[] = [];
let gate: PromiseWithResolvers<void>;
let database: Database;
let scheduling: RequestClient;

function noteSignal(id: string, { signal }: RequestContext): void {
  signals.set(id, [...(signals.get(id) ?? []), signal as AbortSignal]);
}

@Controller()
class KeepRpc {
  @Handles(Keep)
  async keep({ id }: { id: string }, context: RequestContext): Promise<{ id: string }> {
    const work = database.withTenant(context, async (tx) => {
      await tx.query('INSERT INTO effects (aggregate_id, version, text) VALUES ($1, 1, $2)', [id, 'kept']);
      noteSignal(id, context);
      await gate.promise;
    });
    await work.finally(() => ended.push(id));
    return { id };
  }
}

@Controller()
class PlanRpc {
  @Handles(Plan)
  plan({ id }: { id: string }, context: RequestContext): Promise<{ id: string }> {
    noteSignal(id, context);
    return scheduling.call(Keep, { id }, context);
  }
}

let bus: TestBus;
let client: RequestClient;
let replicas: RunningServer[];
const gaveUp = expect.objectContaining({ name: 'AppError', code: 'PLATFORM_DEADLINE_EXCEEDED' });
const keptRows = (id: string) => database.withSystem('test', (tx) => tx.query('SELECT FROM effects WHERE aggregate_id = $1', [id]));
const areWorking = (id: string, count: number) => eventually(() => expect(signals.get(id)).toHaveLength(count));

/** A caller that may give up. */
async function caller(overrides: Partial<RequestContext> = {}) {
  const controller = new AbortController();
  return { context: await bus.userContext({ signal: controller.signal, ...overrides }), giveUp: () => controller.abort() };
}

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true, requests: [Plan, Keep] });
  database = await bus.database('content');
  scheduling = new RequestClient(await bus.connect('scheduling'), { passesIdempotency: false });
  replicas = [
    await startServer(bus, 'content', KeepRpc),
    await startServer(bus, 'content', KeepRpc),
    await startServer(bus, 'scheduling', PlanRpc),
  ];
  client = new RequestClient(await bus.connect('gateway'));
});
beforeEach(() => {
  gate?.resolve();
  gate = Promise.withResolvers<void>();
});
afterAll(async () => {
  gate.resolve();
  for (const replica of replicas ?? []) await replica.stop();
  expect(bus.log.errors).toEqual([]);
  await bus?.[Symbol.asyncDispose]();
});

describe('a caller that gives up', () => {
  it('waits no longer, ends what all services in the chain do for it, and nothing of it is committed', async () => {
    const id = newId();
    const { context, giveUp } = await caller();
    const asked = client.call(Plan, { id }, context);
    await areWorking(id, 2);
    giveUp();
    await expect(asked).rejects.toEqual(gaveUp);
    await eventually(() => expect(signals.get(id)?.map((signal) => signal.aborted)).toEqual([true, true]));
    gate.resolve();
    await eventually(() => expect(ended).toContain(id));
    expect(await keptRows(id)).toEqual([]);
  });

  it('does not disturb those who wait', async () => {
    const [left, waiting] = [newId(), newId()];
    const { context, giveUp } = await caller();
    const asked = [client.call(Keep, { id: left }, context), client.call(Keep, { id: waiting }, (await caller()).context)] as const;
    await areWorking(left, 1);
    await areWorking(waiting, 1);
    giveUp();
    await expect(asked[0]).rejects.toEqual(gaveUp);
    await eventually(() => expect(signals.get(left)?.[0]?.aborted).toBe(true));
    gate.resolve();
    expect(await asked[1]).toEqual({ id: waiting });
    expect(signals.get(waiting)?.[0]?.aborted).toBe(false);
    expect(await keptRows(waiting)).toHaveLength(1);
  });

  it('before its request left sends nothing', async () => {
    const [early, late] = [await caller(), await caller()];
    early.giveUp();
    await expect(client.call(Keep, { id: newId() }, early.context)).rejects.toEqual(gaveUp);
    const id = newId();
    const asked = client.call(Keep, { id }, late.context);
    late.giveUp();
    await expect(asked).rejects.toEqual(gaveUp);
    gate.resolve();
    const next = newId();
    await client.call(Keep, { id: next }, (await caller()).context);
    expect(signals.has(id)).toBe(false);
  });

  it('says why, where it has a reason of its own', async () => {
    const controller = new AbortController();
    const asked = client.call(Keep, { id: newId() }, await bus.userContext({ signal: controller.signal }));
    controller.abort(new AppError('PLATFORM_DEADLINE_EXCEEDED', { detail: 'The client has gone' }));
    await expect(asked).rejects.toThrow('The client has gone');
  });
});

describe('a deadline', () => {
  it('ends the work in all services of the chain', async () => {
    const id = newId();
    await expect(client.call(Plan, { id }, await bus.userContext({ deadlineMs: Date.now() + 400 }))).rejects.toEqual(gaveUp);
    // The one in the middle may have ended by itself, since its own call did.
    await eventually(() => expect(signals.get(id)?.[1]?.aborted).toBe(true));
    gate.resolve();
    await eventually(() => expect(ended).toContain(id));
    expect(await keptRows(id)).toEqual([]);
  });

  it('ends the work of a caller that died and cannot say anything', async () => {
    const id = newId();
    const { actorToken } = await bus.userContext();
    const dying = await bus.connect();
    const values = headers();
    values.set('sc-actor', actorToken);
    values.set('sc-deadline', String(Date.now() + 400));
    dying.publish(Keep.subject, JSON.stringify({ data: { id }, id: '1' }), { headers: values, reply: '_INBOX_test.nobody' });
    await areWorking(id, 1);
    await eventually(() => expect(signals.get(id)?.[0]?.aborted).toBe(true));
    expect(signals.get(id)?.[0]?.reason).toEqual(gaveUp);
    gate.resolve();
    await eventually(() => expect(ended).toContain(id));
    expect(await keptRows(id)).toEqual([]);
  });
});

describe('cancel.<service>', () => {
  it('takes any payload and ends nothing that it does not name', async () => {
    const id = newId();
    const asked = client.call(Keep, { id }, (await caller()).context);
    await areWorking(id, 1);
    const stranger = await bus.connect();
    for (const payload of ['', '_INBOX_gateway.1', '{"id":1}', '\u0000\ufffd', 'x'.repeat(900_000)])
      stranger.publish('cancel.content', payload);
    await stranger.flush();
    gate.resolve();
    expect(await asked).toEqual({ id });
    expect(signals.get(id)?.[0]?.aborted).toBe(false);
  });

  it('may be said by those who may ask that service, and heard by it alone', () => {
    const rights = (service: ServiceName) => natsPermissions(service, [Plan, Keep], TEST_EVENTS);
    const cancels = (subjects: readonly string[]) => subjects.filter((subject) => subject.startsWith('cancel.'));
    expect(cancels(rights('gateway').publish.allow)).toEqual(['cancel.scheduling', 'cancel.content']);
    expect(cancels(rights('content').publish.allow)).toEqual([]);
    expect(cancels(rights('content').subscribe.allow)).toEqual(['cancel.content']);
  });
});
