import { onBroadcast } from '@smartcontent/bus';
import { EraseCompany, SessionsEnded } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity();

it('tells gateways of every session that ended, be they more than one message of NATS holds', async () => {
  const { account, admin } = await identity.signUp('crowd');
  await identity.stack.query(
    `INSERT INTO identity.sessions (id, company_id, user_id, refresh_hash, expires_at)
     SELECT gen_random_uuid(), $1, $2, md5(n::text) || md5(n::text), now() + interval '1 day' FROM generate_series(1, 30000) n`,
    [account.company.id, account.user.id],
  );
  const heard: number[] = [];
  const subscription = onBroadcast(identity.stack.nats, SessionsEnded, ({ session_ids }) => heard.push(session_ids.length));
  await admin.call(EraseCompany, { password: PASSWORD, company_name: 'crowd' });
  await eventually(() => expect(heard.reduce((total, count) => total + count, 0)).toBe(30_001));
  expect(Math.max(...heard)).toBe(1_000);
  subscription.unsubscribe();
});
