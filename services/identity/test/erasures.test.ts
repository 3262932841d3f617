import { jetstreamManager } from '@nats-io/jetstream';
import { RequestClient } from '@smartcontent/bus';
import { AcceptInvitation, CreateInvitation, EraseUser, OPERATOR_REQUESTS, type RequestContext, SignUp } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { ErasuresStore } from '../src/erasure/erasures.store.js';
import { PASSWORD } from './use-identity.js';
import { type Mailboxes, openMailboxes } from './use-mailboxes.js';

const stack = useStack({ services: ['identity'] });
let mailboxes: Mailboxes;
let client: RequestClient;
let gateway: RequestContext;
beforeAll(async () => {
  mailboxes = await openMailboxes(stack);
  client = new RequestClient(stack.nats);
  gateway = await stack.actorTokens('gateway').serviceContext(null, 'test');
});
afterAll(() => mailboxes?.[Symbol.asyncDispose]());

const startIdentity = () => start(readConfig({ ...stack.env('identity'), SMTP_URL: mailboxes.smtpUrl }));
const signUp = (name: string) =>
  client.call(SignUp, { company_name: name, email: `${name}@example.org`, password: PASSWORD }, { ...gateway, correlationId: newId() });

/** Messages of the stream that are about this thing. */
async function messagesAbout(id: string): Promise<number> {
  const manager = await jetstreamManager(stack.nats, { checkAPI: false });
  const { state } = await manager.streams.info('EVT_IDENTITY');
  const sequences = Array.from({ length: state.last_seq }, (_, index) => index + 1);
  const messages = await Promise.all(sequences.map((seq) => manager.streams.getMessage('EVT_IDENTITY', { seq })));
  return messages.filter((message) => message?.header.get('ce-aggregateid') === id).length;
}

it('what was erased of a person is not published again, neither by a restart nor by a replay', async () => {
  let person: string;
  {
    await using service = await startIdentity();
    const { company, user } = await signUp('again');
    const admin = stack.caller({ companyId: company.id, userId: user.id });
    const email = 'gone@guest.example';
    await admin.call(CreateInvitation, { email, role: 'user' });
    const accepted = { token: await mailboxes.tokenOf(email), password: PASSWORD };
    person = (await client.call(AcceptInvitation, accepted, { ...gateway, correlationId: newId() })).user.id;
    await service.drained();
    expect(await messagesAbout(person)).toBeGreaterThan(0);
    await admin.call(EraseUser, { user_id: person, password: PASSWORD });
    await eventually(async () => {
      expect(await stack.query('SELECT 1 FROM identity.outbox WHERE aggregate_id = $1', [person])).toEqual([]);
      expect(await messagesAbout(person)).toBe(0);
    });
  }
  await using service = await startIdentity();
  const range = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() };
  const operator = await stack.contextOf({ kind: 'operator', company_id: null });
  await client.call(OPERATOR_REQUESTS.identity.ReplayEvents, range, operator);
  await signUp('after');
  await service.drained();
  expect(await messagesAbout(person)).toBe(0);
}, 30_000);

it('a pass that another replica has followed ends nothing, and one that is done stays done', async () => {
  // The job of this process waits for it.
  await stack.query(
    `INSERT INTO identity.relay_lease (name, holder, epoch, expires_at) VALUES ('erasure', $1, 1, now() + interval '1 hour')
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at`,
    [newId()],
  );
  await using service = await startIdentity();
  const store = service.get(ErasuresStore);
  const id = newId();
  const insert = `INSERT INTO identity.erasures (id, company_id, requested_by, known_ids) VALUES ($1, $2, 'operator', ARRAY[$2::uuid])`;
  await stack.query(insert, [id, newId()]);
  const begin = async () => {
    const begun = await store.acrossCompanies((tx) => store.beginPasses(tx));
    return { id, passes: begun.find((row) => row.id === id)?.passes ?? 0 };
  };
  const end = (pass: { id: string; passes: number }, isClean: boolean) =>
    store.acrossCompanies((tx) => store.endPass(tx, pass, { isClean, waitsFor: [], settleSeconds: 0 }));
  const kept = async () => (await stack.query('SELECT finished_at, known_ids, report FROM identity.erasures WHERE id = $1', [id]))[0];
  const [first, second] = [await begin(), await begin()];
  expect([first.passes, second.passes]).toEqual([1, 2]);
  expect(await end(first, true)).toBe(false);
  expect(await kept()).toMatchObject({ finished_at: null, known_ids: [expect.any(String)] });
  expect(await end(second, true)).toBe(true);
  const done = await kept();
  expect(await end(second, false)).toBe(false);
  await store.acrossCompanies((tx) => store.note(tx, id, 'identity', [{ place: 'postgres.users', erased: 0, left: 1 }]));
  expect(await kept()).toEqual(done);
});
