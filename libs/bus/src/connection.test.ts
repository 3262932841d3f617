import { CredentialChanged } from '@smartcontent/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { broadcast, onBroadcast } from './broadcast.js';
import { connectBus } from './connection.js';
import { eventually, TestBus } from './test-bus.fixture.js';

const LEAST_PAYLOAD_BYTES = 1024 * 1024;
let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus?.[Symbol.asyncDispose]());

describe('connectBus', () => {
  it('waits while NATS is away', async () => {
    const url = bus.natsUrl('content');
    await bus.stopNats();
    const connecting = connectBus({ url, name: 'content' });
    await bus.startNats();
    const connection = await connecting;
    expect(await connection.rtt()).toBeGreaterThanOrEqual(0);
    await connection.close();
  });

  it('does not take it for a refusal that a server which reads its configuration anew knows nobody for a moment', async () => {
    // One reload in four refuses who comes at once.
    for (let reload = 0; reload < 20; reload += 1) {
      bus.reloadNats(`max_payload: ${LEAST_PAYLOAD_BYTES + reload}`);
      const connection = await connectBus({ url: bus.natsUrl('content'), name: 'content' });
      await connection.close();
    }
  });

  it('does not wait for a password to become right', async () => {
    const url = new URL(bus.natsUrl('content'));
    url.password = 'wrong';
    await expect(connectBus({ url: url.href, name: 'content' })).rejects.toThrow('Authorization Violation');
  });

  it('tells of a password that was changed while it was connected, and comes back when it is right again', async () => {
    const url = bus.natsUrl('content');
    const refused = Promise.withResolvers<Error>();
    const connection = await connectBus({ url, name: 'content', onRefused: refused.resolve });
    await bus.stopNats();
    await bus.startNats({ users: [{ user: 'content', password: 'another' }] });
    expect((await refused.promise).message).toContain('Authorization Violation');
    await bus.stopNats();
    await bus.startNats();
    await eventually(async () => expect(await connection.rtt()).toBeGreaterThanOrEqual(0));
    await connection.close();
  });
});

it('takes an answer that NATS refuses for one that comes too late, and another refused subject for a fault of the deployment', async () => {
  const content = await bus.connect('content');
  // To whoever asked before NATS was away: the right to answer went with that connection.
  content.publish('_INBOX_gateway.asked.0_1');
  content.publish('evt.scheduling.post.published.v1');
  await eventually(() => expect(bus.log.errors).toContain('NATS refused something'));
  expect(bus.log.errors).toHaveLength(1);
  expect(bus.log.warnings).toContain('an answer came too late');
});

describe('broadcast', () => {
  it('reaches every replica of its listeners', async () => {
    const [said, ...gateways] = await Promise.all([bus.connect(), bus.connect('gateway'), bus.connect('gateway')]);
    const heard: unknown[] = [];
    for (const gateway of gateways) onBroadcast(gateway, CredentialChanged, (data) => heard.push(data));
    await Promise.all(gateways.map((gateway) => gateway.flush()));
    // What does not fit is passed over.
    said.publish(CredentialChanged.subject, '{"key_hash":1}');
    broadcast(said, CredentialChanged, { key_hash: 'k1' });
    await eventually(() => expect(heard).toEqual([{ key_hash: 'k1' }, { key_hash: 'k1' }]));
  });
});
