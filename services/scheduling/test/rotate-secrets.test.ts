import { randomBytes } from 'node:crypto';
import { RequestClient } from '@smartcontent/bus';
import { DisconnectPlatformAccount, OPERATOR_REQUESTS } from '@smartcontent/contracts';
import { type Sealed, Secrets } from '@smartcontent/secrets';
import { expect, it } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { useScheduling } from './fixture.js';

const scheduling = useScheduling();

it('signing secrets are wrapped by a new master key and stay what they were; those of dead accounts stay forgotten', async () => {
  const { stack, caller, account } = scheduling;
  const dead = await scheduling.connect(caller);
  await caller.call(DisconnectPlatformAccount, { account_id: dead.id });
  await scheduling.service[Symbol.asyncDispose]();

  const next = randomBytes(32).toString('base64');
  const env = { ...scheduling.env, MASTER_KEY: `${next} ${stack.addresses.masterKey}` };
  await using _service = await start(readConfig(env));
  const operator = await stack.contextOf({ kind: 'operator', company_id: null });
  const rotated = await new RequestClient(stack.nats).call(OPERATOR_REQUESTS.scheduling.RotateSecrets, {}, operator);
  // The account's secret, and the key of the company's audit log.
  expect(rotated).toMatchObject({ rewrapped: 2, unopened: 0, remaining: 0 });

  const rows = await stack.query<{ id: string; sealed_secret: Sealed | null }>(
    'SELECT id, sealed_secret FROM scheduling.platform_accounts',
  );
  const sealed = new Map(rows.map((row) => [row.id, row.sealed_secret]));
  expect(sealed.get(dead.id)).toBeNull();
  const opened = Secrets.fromMasterKey(next).open(caller.companyId, sealed.get(account.id) as Sealed);
  expect(opened).toBe(account.signing_secret);
});
