import { jetstreamManager } from '@nats-io/jetstream';
import { buildAsyncApi, EVENTS, type EventContract, type RequestContext } from '@smartcontent/contracts';
import { commitChange, type Database, newId } from '@smartcontent/database';
import { CloudEvent, type CloudEventV1, HTTP } from 'cloudevents';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Relay } from './relay.js';
import { convergeStreams, eventStream } from './streams.js';
import { TestBus } from './test-bus.fixture.js';
import { readHeaders } from './wire.js';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
let bus: TestBus;
let database: Database;
let context: RequestContext;
let published: Map<string, { headers: Record<string, string>; body: string }>;

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true });
  const connection = await bus.connect('test');
  await convergeStreams(connection, EVENTS);
  database = await bus.database('scheduling');
  context = { ...(await bus.userContext({ traceparent })), causationId: newId() };
  const relay = new Relay({ connection, service: 'scheduling', database, log: bus.log });
  relay.start();
  for (const contract of EVENTS) await commit(contract);
  await relay.drained();
  await relay.stop();
  const { streams } = await jetstreamManager(connection);
  const read = async ({ subject, owner }: EventContract) => {
    const message = await streams.getMessage(eventStream(owner), { last_by_subj: subject });
    return [subject, { headers: readHeaders(message?.header) as Record<string, string>, body: message?.string() ?? '' }] as const;
  };
  published = new Map(await Promise.all(EVENTS.map(read)));
});
afterAll(() => bus?.[Symbol.asyncDispose]());

function commit(contract: EventContract): Promise<void> {
  const event = { contract, aggregateId: newId(), aggregateVersion: 1, data: contract.example as never };
  const change = { event, audit: { table: 'posts', operation: 'update' as const } };
  return database.withSystem('test', (tx) => commitChange(tx, change, context.actor.company_id as string), context);
}

function messageOf(subject: string) {
  const { headers, body } = published.get(subject) as { headers: Record<string, string>; body: string };
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
  return { headers, attributes, body };
}

describe('every event in its stream', () => {
  it.each(EVENTS)('$subject is a CloudEvent by the SDK’s own validation', ({ subject, owner, example }) => {
    const { headers, body } = messageOf(subject);
    // Binary mode over HTTP differs from NATS in this one header.
    const { 'ce-datacontenttype': contentType, ...others } = headers;
    const read = HTTP.toEvent({ headers: { ...others, 'content-type': contentType }, body }) as CloudEventV1<unknown>;
    // Reading is lax; making is strict and throws at the first rule that is broken.
    const event = new CloudEvent({ ...read });
    expect(event).toMatchObject({
      specversion: '1.0',
      type: subject,
      source: `/smartcontent/${owner}`,
      datacontenttype: 'application/json',
    });
    expect(event).toMatchObject({ data: example, companyid: context.actor.company_id, correlationid: context.correlationId, traceparent });
    expect(headers['Nats-Msg-Id']).toBe(event.id);
  });

  it.each(EVENTS)('$subject has attributes that need no escaping in a header', ({ subject }) => {
    for (const [name, value] of messageOf(subject).attributes) {
      expect(name).toMatch(/^ce-[a-z0-9]{1,20}$/);
      expect(value, name).toMatch(/^[!#$&-~]+$/);
    }
  });

  it.each(EVENTS)('$subject carries what the AsyncAPI document says, and nothing else', ({ subject }) => {
    const { components } = buildAsyncApi([], EVENTS, { version: '1' }) as {
      components: { schemas: Record<string, { properties: object }> };
    };
    const expected = Object.keys(components.schemas.EventHeaders?.properties ?? {});
    const names = Object.keys(messageOf(subject).headers).filter((name) => !name.startsWith('Nats-Expected-'));
    expect(names.sort()).toEqual(expected.sort());
  });
});
