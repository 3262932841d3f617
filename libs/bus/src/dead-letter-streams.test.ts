import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deadLetterStream } from './dead-letter-streams.js';
import { storedMessages } from './stored-messages.js';
import { convergeStreams } from './streams.js';
import { TEST_EVENTS, TestBus } from './test-bus.fixture.js';

let bus: TestBus;
let connection: NatsConnection;
let manager: JetStreamManager;
beforeAll(async () => {
  bus = await TestBus.start();
  connection = await bus.connect();
  manager = await jetstreamManager(connection);
});
afterAll(() => bus?.[Symbol.asyncDispose]());

interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly id: string;
  readonly cause: string;
}

async function lettersIn(stream: string): Promise<Letter[]> {
  const letters: Letter[] = [];
  for await (const { subject, data, header } of storedMessages(manager, stream, '>')) {
    letters.push({ subject, text: Buffer.from(data).toString(), id: header.get('Nats-Msg-Id'), cause: header.get('sc-dead-cause') });
  }
  return letters;
}

async function put(subject: string, text: string, id?: string): Promise<Letter> {
  const sent = headers();
  sent.append('sc-dead-cause', `because of ${text}`);
  await jetstream(connection).publish(subject, text, { headers: sent, ...(id && { msgID: id }) });
  return { subject, text, id: id ?? '', cause: `because of ${text}` };
}

const stepsAbout = async (word: string) => (await convergeStreams(connection, TEST_EVENTS)).filter((step) => step.includes(word));

describe('the dead letters of all services in one stream', () => {
  let content: Letter[];
  let scheduling: Letter[];
  beforeEach(async () => {
    for await (const { config } of manager.streams.list()) await manager.streams.delete(config.name);
    await manager.streams.add({ name: 'DLQ', subjects: ['dlq.>'] });
    content = [];
    scheduling = [];
    for (let count = 0; count < 20; count++) {
      content.push(await put(`dlq.content.evt.a.b.c${count}.v1`, `to content ${count}`, `id-${count}`));
      scheduling.push(await put('dlq.scheduling.evt.a.b.c.v1', `to scheduling ${count}`));
    }
  });
  const expectMoved = async () => {
    expect(await lettersIn('DLQ_CONTENT')).toEqual(content);
    expect((await lettersIn('DLQ_SCHEDULING')).map(({ text, cause }) => [text, cause])).toEqual(
      scheduling.map(({ text, cause }) => [text, cause]),
    );
    expect(await manager.streams.names().next()).not.toContain('DLQ');
  };

  it('move to the streams of their services with ids, headers and order, once', async () => {
    expect(await stepsAbout('stream DLQ')).toEqual(
      expect.arrayContaining(['retired stream DLQ', 'moved 40 dead letters out of stream DLQ']),
    );
    await expectMoved();
    expect(await convergeStreams(connection, TEST_EVENTS)).toEqual([]);
    await expectMoved();
  });

  it.each([1, 7, 39])('arrive once each where the move was cut short after %d of them', async (arrived) => {
    const { config } = await manager.streams.info('DLQ');
    const old = await lettersIn('DLQ');
    await manager.streams.update('DLQ', { ...config, subjects: ['retired.dlq'] });
    for (const service of ['content', 'scheduling'] as const)
      await manager.streams.add({ name: deadLetterStream(service), subjects: [`dlq.${service}.>`] });
    for (const [index, { subject, text, id }] of old.slice(0, arrived).entries()) await put(subject, text, id || `DLQ:${index + 1}`);
    expect(await stepsAbout('moved')).toEqual([`moved ${40 - arrived} dead letters out of stream DLQ`]);
    await expectMoved();
  });

  it('stay where they are when their service keeps none', async () => {
    await put('dlq.sandbox.evt.a.b.c.v1', 'lost');
    expect(await stepsAbout('moved')).toEqual(['moved 40 dead letters out of stream DLQ; 1 of services that keep none stay in it']);
    expect(await stepsAbout('moved')).toEqual([]);
    expect((await lettersIn('DLQ')).at(-1)).toMatchObject({ text: 'lost' });
    expect(await lettersIn('DLQ_CONTENT')).toEqual(content);
  });
});

describe("a service's NATS user", () => {
  it('reads and deletes its own dead letters and neither reads, deletes nor writes those of another', async () => {
    await convergeStreams(connection, TEST_EVENTS);
    const mine = await bus.connect('content');
    const own = await jetstreamManager(mine, { checkAPI: false, timeout: 500 });
    const refused = async (attempt: Promise<unknown>) =>
      expect((await attempt.catch((error: Error) => error)) as Error).toBeInstanceOf(Error);

    const { seq } = await jetstream(mine).publish('dlq.content.evt.a.b.c.v1', 'mine');
    expect((await own.streams.getMessage('DLQ_CONTENT', { seq }))?.string()).toBe('mine');
    expect((await own.streams.info('DLQ_CONTENT')).state.messages).toBeGreaterThan(0);
    expect(await own.streams.deleteMessage('DLQ_CONTENT', seq)).toBe(true);

    const { seq: theirs } = await jetstream(connection).publish('dlq.scheduling.evt.a.b.c.v1', 'theirs');
    await refused(own.streams.getMessage('DLQ_SCHEDULING', { seq: theirs }));
    await refused(own.streams.info('DLQ_SCHEDULING'));
    await refused(own.streams.deleteMessage('DLQ_SCHEDULING', theirs));
    await refused(jetstream(mine, { timeout: 500 }).publish('dlq.scheduling.evt.a.b.c.v1', 'forged'));
    await refused(own.streams.purge('DLQ_CONTENT'));
    await refused(own.consumers.add('DLQ_CONTENT', { deliver_subject: 'evt.content.content.published.v1' }));
    await refused(own.consumers.add('DLQ_SCHEDULING', { durable_name: 'content' }));
    expect((await lettersIn('DLQ_SCHEDULING')).at(-1)).toMatchObject({ text: 'theirs' });
  });
});
