import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DeadLetters } from './dead-letters.js';
import { Delivery } from './delivery.js';
import { storedMessages } from './stored-messages.js';
import { convergeStreams } from './streams.js';
import { PostChanged, TEST_EVENTS, TestBus } from './test-bus.fixture.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus?.[Symbol.asyncDispose]());

it('an event that is given up again is kept once, and anew where its letter was taken away meanwhile', async () => {
  const admin = await bus.connect();
  const manager = await jetstreamManager(admin);
  await convergeStreams(admin, TEST_EVENTS);
  await jetstream(admin).publish(PostChanged.subject, '{}');
  const message = await admin.request('$JS.API.CONSUMER.MSG.NEXT.EVT_SCHEDULING.content_EVT_SCHEDULING', '1', {
    noMux: true,
    timeout: 5_000,
  });
  const delivery = new Delivery(
    message,
    () => true,
    () => {},
  );
  const letters = new DeadLetters(await bus.connect('content'), 'content');
  const give = () => letters.publish(delivery, 'permanent', 'no', []);
  const held = async () => {
    const sequences: number[] = [];
    for await (const { seq } of storedMessages(manager, 'DLQ_CONTENT', '>')) sequences.push(seq);
    return sequences;
  };

  await give();
  await give();
  const [first] = await held();
  expect(await held()).toEqual([first]);
  await manager.streams.deleteMessage('DLQ_CONTENT', first as number);
  await give();
  expect(await held()).toEqual([(first as number) + 1]);
});
