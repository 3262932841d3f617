import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { errors, type NatsConnection } from '@nats-io/transport-node';
import { EVENTS, REQUESTS, SERVICES, type ServiceName } from '@smartcontent/contracts';
import { type RunningStore, startNats } from '@smartcontent/local-stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectBus, inboxPrefix } from './connection.js';
import { natsPermissions } from './nats-permissions.js';
import { convergeStreams, durableName, eventStream } from './streams.js';

const password = 'secret';
const folder = mkdtempSync(join(tmpdir(), 'smartcontent-rights-'));
const owners = [...new Set(EVENTS.map((event) => event.owner))];
let nats: RunningStore;
let admin: NatsConnection;

beforeAll(async () => {
  const services = SERVICES.map((user) => ({ user, password, permissions: natsPermissions(user, REQUESTS, EVENTS) }));
  nats = await startNats({ folder, isDurable: false, users: [...services, { user: 'platform', password }] });
  admin = await connect('platform');
  await convergeStreams(admin, EVENTS);
});
afterAll(async () => {
  await admin?.close();
  await nats?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function connect(user: ServiceName | 'platform'): Promise<NatsConnection> {
  return connectBus({ url: nats.url.replace('//', `//${user}:${password}@`), name: user });
}

/** Which of these subjects the server lets the service publish to, or subscribe to. */
async function allowed(service: ServiceName, operation: 'publish' | 'subscription', subjects: readonly string[]): Promise<string[]> {
  const connection = await connect(service);
  const refused = new Set<string>();
  const listening = (async () => {
    for await (const status of connection.status()) {
      if (status.type !== 'error' || !(status.error instanceof errors.PermissionViolationError)) continue;
      if (status.error.operation === operation) refused.add(status.error.subject);
    }
  })();
  for (const subject of subjects) {
    if (operation === 'publish') connection.publish(subject, '{}');
    else connection.subscribe(subject, { callback: () => undefined });
  }
  await connection.flush();
  await connection.close();
  await listening;
  return subjects.filter((subject) => !refused.has(subject));
}

describe.each(SERVICES)('the user of %s', (service) => {
  const others = SERVICES.filter((other) => other !== service);
  const theirs = owners.flatMap((owner) => others.map((other) => [eventStream(owner), durableName(other, eventStream(owner))] as const));

  it('speaks for no other service', async () => {
    const foreign = others.flatMap((other) => [
      `evt.${other}.thing.changed.v1`,
      `dlq.${other}.evt.content.thing.changed.v1`,
      `relay.${other}.nudge`,
      `${inboxPrefix(other)}.forged`,
    ]);
    const uncalled = REQUESTS.filter((request) => !request.callers.includes(service)).map((request) => request.subject);
    const evt = `evt.${service}.thing.changed.v1`;
    const own = owners.includes(service) ? [evt] : [];
    expect(await allowed(service, 'publish', [evt, ...foreign, ...uncalled])).toEqual(own);
  });

  it('hears nothing that is meant for another', async () => {
    const foreign = others.flatMap((other) => [`${inboxPrefix(other)}.>`, `rpc.${other}.>`, `evt.${other}.>`, `dlq.${other}.>`]);
    const own = `${inboxPrefix(service)}.>`;
    expect(await allowed(service, 'subscription', [own, ...foreign, '>', '*.>', 'evt.>', 'ingest.>', '$JS.>', '$SYS.>'])).toEqual([own]);
  });

  it('neither reads, acknowledges nor removes what another’s durable holds', async () => {
    // A stream's owner looks after the durables on it: its relay makes those anew that a broken broker left behind.
    const foreign = theirs.flatMap(([stream, durable]) => [
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
      `$JS.ACK.${stream}.${durable}.1.1.1.1.1`,
      ...(stream === eventStream(service)
        ? []
        : [`$JS.API.CONSUMER.DELETE.${stream}.${durable}`, `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${durable}`]),
    ]);
    expect(await allowed(service, 'publish', foreign)).toEqual([]);
  });

  it('makes, empties and deletes no stream, and adds no consumer to another’s', async () => {
    const streams = [...owners.map(eventStream), 'DLQ_CONTENT', 'AUDIT', 'OF_MY_OWN'];
    const any = streams.flatMap((stream) =>
      ['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'RESTORE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`),
    );
    const consumed = new Set(EVENTS.filter((event) => event.consumers.includes(service)).map((event) => eventStream(event.owner)));
    const foreign = owners.filter((owner) => owner !== service).map(eventStream);
    const looks = foreign.flatMap((stream) => [
      // Whoever consumes a stream may also look where it begins, for a rebuild.
      ...(consumed.has(stream) ? [] : [`$JS.API.STREAM.MSG.GET.${stream}`]),
      `$JS.API.CONSUMER.CREATE.${stream}`,
      `$JS.API.CONSUMER.CREATE.${stream}.intruder`,
      `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.intruder`,
    ]);
    expect(await allowed(service, 'publish', [...any, ...looks])).toEqual([]);
  });
});

describe('what analytics tries', () => {
  it('leaves content’s stream and durables as they are', async () => {
    const stream = eventStream('content');
    await jetstream(admin).publish('evt.content.content.created.v1', '{}');
    const manager = await jetstreamManager(admin);
    const { messages } = (await manager.streams.info(stream)).state;
    const analytics = await connect('analytics');
    const tried = [
      jetstream(analytics, { timeout: 500 }).publish('evt.content.content.created.v1', 'forged'),
      (await jetstreamManager(analytics, { checkAPI: false, timeout: 500 })).streams.purge(stream),
      (await jetstreamManager(analytics, { checkAPI: false, timeout: 500 })).streams.delete(stream),
      (await jetstreamManager(analytics, { checkAPI: false, timeout: 500 })).consumers.delete(stream, durableName('scheduling', stream)),
      analytics.request('rpc.identity.api-key.resolve.v1', '{}', { timeout: 500 }),
    ];
    for (const { status } of await Promise.allSettled(tried)) expect(status).toBe('rejected');
    await analytics.close();
    expect((await manager.streams.info(stream)).state.messages).toBe(messages);
    expect(await manager.consumers.info(stream, durableName('scheduling', stream))).toMatchObject({ num_pending: messages });
  });
});
