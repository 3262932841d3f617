import { jetstreamManager } from '@nats-io/jetstream';
import { GetLiveEngagement, GetTotals, type IngestMessage } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { type Caller, eventually } from '@smartcontent/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { AROUND, batch, events, useAnalytics } from './use-analytics.js';

const analytics = useAnalytics();
const services: RunningService[] = [];

async function start(...args: Parameters<typeof analytics.start>): Promise<RunningService> {
  const service = await analytics.start(...args);
  services.push(service);
  return service;
}
afterEach(async () => {
  for (const service of services.splice(0)) await analytics.stop(service);
});

async function views(caller: Caller): Promise<number> {
  const { items } = await caller.call(GetTotals, AROUND);
  return items.reduce((sum, item) => sum + item.events, 0);
}

async function deadLetters(): Promise<{ subject: string; cause: string; error: string }[]> {
  const manager = await jetstreamManager(analytics.stack.nats);
  const { state } = await manager.streams.info('DLQ_ANALYTICS');
  const letters = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage('DLQ_ANALYTICS', { seq });
    const header = (name: string) => message?.header.get(name) ?? '';
    letters.push({ subject: message?.subject ?? '', cause: header('sc-dead-cause'), error: header('sc-dead-error') });
  }
  return letters;
}

/** Two events in the right frame, with times that only ClickHouse sees to be none. */
function refused({ companyId }: Caller): IngestMessage {
  const [good] = batch(companyId, events(2)) as [IngestMessage];
  const text = Buffer.from(good.body).toString();
  return { ...good, body: Buffer.from(text.replaceAll(/"timestamp":"[^"]*"/g, '"timestamp":"soon"')) };
}

describe('a crash between insert and commit', () => {
  test('counts nothing twice, in the table, the rollups and the live counters', async () => {
    const caller = analytics.stack.caller();
    const content_id = newId();
    let crashes = 0;
    await start({
      afterInsert: async () => {
        crashes += 1;
        if (crashes < 3) throw new Error('crash');
      },
    });
    await analytics.send(caller.companyId, events(50, { content_id }));
    await analytics.booked(caller, { accepted: 50, stored: 50, duplicate: 0, in_flight: 0 });
    expect([crashes, await views(caller)]).toEqual([3, 50]);
    expect(await caller.call(GetLiveEngagement, { content_id })).toEqual({ content_id, counts: { view: 50 } });
  });

  test('is repaired by the next process, whose verdict is the one that was recorded', async () => {
    const caller = analytics.stack.caller();
    const [first, second] = [events(30), events(20)];
    const dying = await start({
      afterInsert: async () => {
        throw new Error('crash');
      },
    });
    await analytics.send(caller.companyId, [...first, ...first]);
    await eventually(async () => expect(await views(caller)).toBe(30));
    await analytics.stop(dying);
    services.splice(0);
    await start();
    await analytics.send(caller.companyId, [...second, ...first]);
    await analytics.booked(caller, { accepted: 110, stored: 50, duplicate: 60, in_flight: 0 });
    expect(await views(caller)).toBe(50);
  });
});

describe('what is being written', () => {
  test('is booked as in flight, to its own company only, until it is stored', async () => {
    const [caller, other] = [analytics.stack.caller(), analytics.stack.caller()];
    const written = Promise.withResolvers<void>();
    await start({ afterInsert: () => written.promise });
    await analytics.send(caller.companyId, events(5), { received: 6 });
    try {
      await analytics.booked(caller, { received: 6, accepted: 5, rejected: 1, stored: 0, in_flight: 5 });
      await analytics.booked(other, { accepted: 0, in_flight: 0 });
    } finally {
      written.resolve();
    }
    await analytics.booked(caller, { received: 6, accepted: 5, rejected: 1, stored: 5, in_flight: 0 });
  });
});

describe('a malformed message', () => {
  test('is kept as a dead letter and booked, and what comes after it is stored', async () => {
    const caller = analytics.stack.caller();
    await start();
    const [good] = batch(caller.companyId, events(4)) as [IngestMessage];
    await analytics.publish([{ ...good, body: Buffer.from('["not what the header says"]') }]);
    await analytics.publish([{ subject: 'ingest.events.202601', headers: { 'Nats-Msg-Id': newId() }, body: Buffer.from('nothing') }]);
    await analytics.send(caller.companyId, events(3));
    await analytics.booked(caller, { accepted: 7, stored: 3, dead: 4, in_flight: 0 });
    expect(await deadLetters()).toMatchObject([
      { subject: `dlq.analytics.${good.subject}`, cause: 'malformed' },
      { subject: 'dlq.analytics.ingest.events.202601', cause: 'malformed' },
    ]);
  });

  test('that only ClickHouse can recognise costs its neighbours nothing', async () => {
    const caller = analytics.stack.caller();
    await start({ lingerMilliseconds: 300 });
    const before = (await deadLetters()).length;
    await analytics.publish([...batch(caller.companyId, events(3)), refused(caller), ...batch(caller.companyId, events(5))]);
    await analytics.booked(caller, { accepted: 10, stored: 8, dead: 2, duplicate: 0, in_flight: 0 });
    expect(await views(caller)).toBe(8);
    expect((await deadLetters()).slice(before)).toMatchObject([{ cause: 'malformed', error: expect.stringContaining('timestamp') }]);
  });
});

describe('a message that ClickHouse refuses', () => {
  test('is found although a malformed one follows it', async () => {
    const caller = analytics.stack.caller();
    await start({ lingerMilliseconds: 300 });
    const [good] = batch(caller.companyId, events(4)) as [IngestMessage];
    await analytics.publish([refused(caller), { ...good, body: Buffer.from('nothing') }, ...batch(caller.companyId, events(3))]);
    await analytics.booked(caller, { accepted: 9, stored: 3, dead: 6, in_flight: 0 });
  });

  test('is given up once, although the service dies before that is booked', async () => {
    const caller = analytics.stack.caller();
    let crashes = 0;
    await start({
      afterInsert: async () => {
        crashes += 1;
        if (crashes === 1) throw new Error('crash');
      },
    });
    await analytics.publish([refused(caller)]);
    await analytics.booked(caller, { accepted: 2, stored: 0, dead: 2, in_flight: 0 });
    await analytics.send(caller.companyId, events(3));
    await analytics.booked(caller, { accepted: 5, stored: 3, dead: 2, in_flight: 0 });
  });
});

describe('replicas', () => {
  test('share the stream: one works, another takes over, every event counts once', async () => {
    const caller = analytics.stack.caller();
    const first = await start();
    await start();
    await analytics.send(caller.companyId, events(10));
    await analytics.booked(caller, { stored: 10 });
    await analytics.stop(first);
    services.shift();
    await analytics.send(caller.companyId, events(10));
    await analytics.booked(caller, { stored: 20, duplicate: 0, in_flight: 0 });
    expect(await views(caller)).toBe(20);
  });
});

describe('the stream', () => {
  test('is cut behind what is stored, up to the message it is recognised by', async () => {
    const caller = analytics.stack.caller();
    await start({ keepStoredSeconds: 0, housekeepingSeconds: 0 });
    for (let turn = 1; turn <= 3; turn += 1) {
      await analytics.send(caller.companyId, events(1));
      await analytics.booked(caller, { stored: turn });
    }
    const manager = await jetstreamManager(analytics.stack.nats);
    await eventually(async () => expect((await manager.streams.info('INGEST')).state.messages).toBe(1));
  });
});
