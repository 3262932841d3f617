import { jetstream, jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDeadLetter } from './dead-letter.js';
import { DeadLetters } from './dead-letters.js';
import { Delivery } from './delivery.js';
import { storedMessages } from './stored-messages.js';
import { convergeStreams } from './streams.js';
import { PostChanged, TEST_EVENTS, TestBus } from './test-bus.fixture.js';

/** What the server takes. */
const PAYLOAD_BYTES = 1024 * 1024;

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
  await convergeStreams(await bus.connect(), TEST_EVENTS);
});
afterAll(() => bus?.[Symbol.asyncDispose]());

/** The next event of the stream, as content's durable delivers it. */
async function deliver(data: string): Promise<Delivery> {
  const admin = await bus.connect();
  await jetstream(admin).publish(PostChanged.subject, data);
  const message = await admin.request('$JS.API.CONSUMER.MSG.NEXT.EVT_SCHEDULING.content_EVT_SCHEDULING', '1', {
    noMux: true,
    timeout: 5_000,
  });
  return new Delivery(
    message,
    () => true,
    () => {},
  );
}

it('an event that is given up again is kept once, and anew where its letter was taken away meanwhile', async () => {
  const manager = await jetstreamManager(await bus.connect());
  const delivery = await deliver('{}');
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

it.each([
  { about: 'for its history', bytes: PAYLOAD_BYTES - 2_000, hasData: true },
  { about: 'for anything beside it', bytes: PAYLOAD_BYTES, hasData: false },
])('an event that leaves no room $about is given up without it', async ({ bytes, hasData }) => {
  const manager = await jetstreamManager(await bus.connect());
  const data = 'x'.repeat(bytes);
  const delivery = await deliver(data);
  const history = Array(10).fill({ at: new Date().toISOString(), cause: 'ä'.repeat(500) });
  await new DeadLetters(await bus.connect('content'), 'content').publish(delivery, 'exhausted', 'ö'.repeat(500), history);
  const { state } = await manager.streams.info('DLQ_CONTENT');
  const letter = readDeadLetter('content', (await manager.streams.getMessage('DLQ_CONTENT', { seq: state.last_seq })) as StoredMsg);
  expect(letter).toMatchObject({ cause: 'exhausted', error: 'ö'.repeat(50), history: [], streamSequence: delivery.sequence });
  expect(Buffer.from(letter.data).toString() === data).toBe(hasData);
});
