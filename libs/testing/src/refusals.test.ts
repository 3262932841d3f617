import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { natsPermissions } from '@smartcontent/bus';
import { EVENTS, REQUESTS } from '@smartcontent/contracts';
import { startNats } from '@smartcontent/local-stack';
import { expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { watchRefusals } from './refusals.js';

test('what NATS refused a service’s user is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'smartcontent-refusals-'));
  const user = { user: 'content', password: 'secret', permissions: natsPermissions('content', REQUESTS, EVENTS) };
  const nats = await startNats({ folder, users: [user], isDurable: false });
  const connection = await connect({ servers: nats.url, user: 'content', pass: 'secret' });
  const assertNothingRefused = watchRefusals(join(folder, 'nats.log'));
  connection.publish('evt.content.anything');
  await connection.flush();
  expect(assertNothingRefused).not.toThrow();
  connection.publish('evt.scheduling.anything');
  await connection.flush();
  await eventually(() => expect(assertNothingRefused).toThrow(/Publish Violation - User "content", Subject "evt.scheduling.anything"/));
  await connection.close();
  await nats.stop();
  rmSync(folder, { recursive: true });
});
