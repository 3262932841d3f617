import { randomBytes, randomUUID } from 'node:crypto';
import {
  AcceptInvitation,
  BeginTotp,
  ChangePassword,
  ConfirmTotp,
  ConnectPlatformAccount,
  CreateInvitation,
  GetEvent,
  GetScheduledPost,
  IngestEvents,
  LogIn,
  PostPublished,
  RefreshSession,
  RequestPasswordReset,
  ResetPassword,
  RotateApiKey,
  SchedulePost,
  SignUp,
  StoreProviderKey,
  VerifyEmail,
} from '@smartcontent/contracts';
import { freePort } from '@smartcontent/local-stack';
import * as sandbox from '@smartcontent/sandbox';
import { deadLetterOf, eventually, playEvent, useStack } from '@smartcontent/testing';
import { type TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Company } from './company.js';
import { keptText } from './kept-text.js';
import { OtlpReceiver } from './otlp-receiver.js';
import { JourneyPlatform } from './platform.js';
import { ServiceProcess } from './service-process.js';

const SERVICES = ['identity', 'content', 'generation', 'campaigns', 'scheduling', 'analytics', 'embeddings', 'gateway'] as const;
const OPERATOR_KEY = `sc_operator_${randomBytes(24).toString('base64url')}`;
/** Chosen by people; each test run plants its own, so that nothing is found that another run left. */
const TOKEN_OF_URL = 'token in the URL of a webhook';
const planted = (kind: string) => `${kind.replaceAll(' ', '-')}-planted-${randomBytes(12).toString('hex')}`;

const stack = useStack();
const platform = new JourneyPlatform(stack);
const running = new Map<string, ServiceProcess>();
const secrets = new Map<string, string>();
const answers: string[] = [];
let played: Awaited<ReturnType<typeof sandbox.start>>;
let traced: OtlpReceiver;
let acme: Company;

beforeAll(async () => {
  played = await sandbox.start(sandbox.readConfig(stack.env('sandbox')));
  traced = await OtlpReceiver.start();
  const port = await freePort();
  const own = {
    PORT: String(port),
    OPERATOR_KEY,
    SMTP_URL: played.smtpUrl,
    OUTGOING_ALLOWED_HOSTS: new URL(played.url).host,
    OTEL_EXPORTER_OTLP_ENDPOINT: traced.endpoint,
  };
  const start = async (name: (typeof SERVICES)[number]) => {
    running.set(name, await ServiceProcess.start([`services/${name}/dist/main.js`], { ...stack.env(name), ...own }));
  };
  await Promise.all(SERVICES.map(start));
  platform.url = `http://127.0.0.1:${port}`;
  platform.sandboxUrl = played.url;
  await eventually(() => fetch(`${platform.url}/livez`));
});
afterAll(async () => {
  for (const service of running.values()) await service[Symbol.asyncDispose]();
  await played?.[Symbol.asyncDispose]();
  await traced?.[Symbol.asyncDispose]();
});

/** A request that is refused; what it was told is looked at too. */
async function refused(status: number, method: string, path: string, options: Parameters<typeof platform.http>[2] = {}): Promise<void> {
  const answer = await platform.http(method, path, options);
  // Its address comes back to whoever asked, and nobody else.
  answers.push(JSON.stringify([{ ...answer.body, instance: '' }, Object.fromEntries(answer.headers)]));
  expect(answer.status).toBe(status);
}

function plant(kind: string, secret = planted(kind)): string {
  secrets.set(kind, secret);
  return secret;
}

/** The token in the newest mail to an address; it must be nowhere but there. */
async function mailed(kind: string, address: string): Promise<string> {
  const token = await eventually(async () => {
    const answer = await fetch(`${played.url}/mailboxes/${address}/messages`);
    const { items } = (await answer.json()) as { items: { text: string }[] };
    const found = /sc_mail_\w+/.exec(items[0]?.text ?? '')?.[0] ?? '';
    expect(found).not.toBe('');
    expect([...secrets.values()]).not.toContain(found);
    return found;
  });
  return plant(kind, token);
}

/** Everything about log-ins that has a secret, once as it should be and once as somebody gets it wrong. */
async function useSecrets(): Promise<void> {
  acme = await Company.signUp(platform);
  const { email } = acme.account.user;
  plant('password', acme.password);
  plant('access token', acme.token);
  plant('refresh token', acme.account.session.refresh_token);
  const wrong = await mailed('token of a verification', email);
  await refused(401, 'POST', '/v1/login', { body: { email, password: plant('wrong password') } });
  await refused(422, 'POST', '/v1/login', { body: { email, password: plant('password with a field too many'), more: 1 } });
  await refused(400, 'POST', '/v1/login', { body: `{"password":"${plant('password in broken JSON')}` });
  await refused(422, 'GET', `/v1/content?token=${plant('token in a query')}`, { token: acme.token });
  await refused(404, 'POST', `/v1/email-verifications/${wrong}`, { body: {} });
  await refused(404, 'GET', `/v1/content/${acme.token}`, { token: acme.token });
  await refused(401, 'GET', '/v1/me', { headers: { cookie: `session=${plant('cookie')}`, 'x-api-key': plant('key in another header') } });
  await refused(401, 'GET', '/v1/me', { headers: { authorization: `Basic ${plant('basic credential')}` } });
  await platform.call(VerifyEmail, { token: wrong });
  const { refresh_token } = acme.account.session;
  const renewed = await platform.call(RefreshSession, { refresh_token });
  plant('second refresh token', renewed.refresh_token);
}

/** Passwords and second factors of people who are not the company's first. */
async function usePeople(): Promise<void> {
  const email = `grace-${process.pid}@planted.example`;
  await platform.call(CreateInvitation, { email, role: 'manager' }, acme.token);
  const password = plant('password of the invited');
  await platform.call(AcceptInvitation, { token: await mailed('token of an invitation', email), password });
  const { session } = await platform.call(LogIn, { email, password });
  const token = plant('access token of the invited', session.access_token);
  const changed = plant('changed password');
  await platform.call(ChangePassword, { current_password: password, new_password: changed }, token);
  const { secret, otpauth_url } = await platform.call(BeginTotp, { password: changed }, token);
  plant('authenticator', secret);
  const { recovery_codes } = await platform.call(ConfirmTotp, { totp_code: (URI.parse(otpauth_url) as TOTP).generate() }, token);
  const [used = '', kept = ''] = recovery_codes;
  await platform.call(LogIn, { email, password: changed, totp_code: plant('used recovery code', used) });
  plant('recovery code', kept);
  await refused(401, 'POST', '/v1/login', {
    body: { email, password: changed, totp_code: plant('wrong recovery code', 'ZZZZ-YYYY-XXXX-WWWW') },
  });
  await platform.call(RequestPasswordReset, { email });
  await platform.call(ResetPassword, { token: await mailed('token of a reset', email), password: plant('reset password') });
  const again = { company_name: 'Again', email, password: plant('password of a refused sign-up') };
  await refused(409, 'POST', SignUp.http?.path ?? '', { body: again });
}

async function useKeys(): Promise<void> {
  const { id, key } = await acme.makeKey(['content:read']);
  plant('API key', key);
  plant('rotated API key', (await platform.call(RotateApiKey, { key_id: id }, acme.token)).key);
  const cut = key.slice(0, -1);
  await refused(401, 'GET', '/v1/content', { token: cut });
  const path = '/v1/provider-keys/anthropic';
  await platform.call(StoreProviderKey, { service_name: 'anthropic', secret: plant('provider key') }, acme.token);
  await refused(422, 'PUT', path, { token: acme.token, body: { secret: `${plant('provider key with a line break')}\n` } });
  await refused(401, 'GET', '/v1/operator/content/dead-letters', { token: plant('operator key that is wrong', `${OPERATOR_KEY}x`) });
  await platform.http('GET', '/v1/operator/content/dead-letters', { token: plant('operator key', OPERATOR_KEY) });
}

/** A post that is signed and sent, and one that its receiver has no place for. */
async function publish(): Promise<void> {
  const account = await acme.connectSandbox('planted');
  plant('signing secret', account.signing_secret);
  const settings = { url: `${played.url}/nowhere?token=${plant(TOKEN_OF_URL)}` };
  const lost = await platform.call(ConnectPlatformAccount, { platform: 'webhook', name: 'lost', settings }, acme.token);
  plant('signing secret of another account', lost.signing_secret);
  const { id, version_id } = await acme.writeApproved();
  for (const [{ id: platform_account_id }, status] of [
    [account, 'published'],
    [lost, 'failed'],
  ] as const) {
    const scheduled_time = new Date(Date.now() + 1_500).toISOString();
    const input = { content_id: id, version_id, platform_account_id, scheduled_time };
    const { id: post_id } = await platform.call(SchedulePost, input, acme.token);
    const hasEnded = async () => expect((await platform.call(GetScheduledPost, { post_id }, acme.token)).status).toBe(status);
    await eventually(hasEnded, { timeoutMs: 15_000 });
  }
}

/** An event in ClickHouse, and one that content gives up. */
async function measure(): Promise<void> {
  const event_id = randomUUID();
  await platform.call(IngestEvents, { event_id, event_type: 'view' }, acme.token);
  const range = { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 60_000).toISOString() };
  await eventually(() => platform.call(GetEvent, { event_id, ...range }, acme.token));
  const { id: companyId } = acme.account.company;
  const id = await playEvent(stack.nats, PostPublished, { companyId, aggregateId: randomUUID(), data: { nothing: 'that fits' } });
  await deadLetterOf(stack.nats, id);
}

/** What the services keep, tell and answer, by where. */
async function everything(): Promise<Map<string, string>> {
  const metrics = await Promise.all([...running].map(async ([name, service]) => [`metrics of ${name}`, await service.metrics()] as const));
  for (const service of running.values()) expect(await service.stop()).toBe(0);
  const kept = new Map([...(await keptText(stack)), ...metrics]);
  for (const [name, service] of running) kept.set(`log of ${name}`, service.printed);
  return kept.set('refusals', answers.join('\n')).set('spans', traced.received);
}

it('no secret of a run is in a log, a span, a metric, an event, the audit, a dead letter, a table, a cache or a refusal', async () => {
  await useSecrets();
  await usePeople();
  await useKeys();
  await publish();
  await measure();
  const { masterKey, cursorKey, actorKeys, passwords } = stack.addresses;
  plant('master key', masterKey);
  plant('cursor key', cursorKey);
  for (const [service, { privateKey }] of Object.entries(actorKeys)) plant(`actor key of ${service}`, JSON.parse(privateKey).d as string);
  for (const [role, password] of Object.entries(passwords)) plant(`Postgres password of ${role}`, password);
  const kept = await everything();
  // What may be read is found where it is: so the places were really looked into.
  const { company, user } = acme.account;
  expect(kept.get('identity.users')).toContain(user.email);
  const places = ['identity.audit_log', 'scheduling.outbox', 'EVT_IDENTITY', 'DLQ_CONTENT', 'clickhouse events', 'log of gateway'];
  for (const where of places) expect(kept.get(where), where).toContain(company.id);
  expect(kept.get('refusals')).toContain('IDENTITY_LOGIN_REFUSED');
  expect(kept.get('spans')).toContain('/v1/password-resets/confirm');
  expect(kept.get('metrics of gateway')).toContain('/v1/password-resets/confirm');
  expect([...kept.keys()].filter((name) => name.startsWith('user:session:'))).not.toEqual([]);
  const found = [...kept].flatMap(([where, text]) =>
    [...secrets].flatMap(([kind, secret]) => (holds(text, secret) && !mayHold(where, kind) ? [`${kind} in ${where}`] : [])),
  );
  expect(found).toEqual([]);
}, 120_000);

/** The URL of a webhook is no secret to those who manage accounts. */
function mayHold(where: string, kind: string): boolean {
  return kind === TOKEN_OF_URL && where === 'scheduling.platform_accounts';
}

/** In clear, or as somebody writes bytes: the hex of Postgres, base64, a URL's form. */
function holds(text: string, secret: string): boolean {
  const bytes = Buffer.from(secret);
  const unpadded = bytes.toString('base64').replace(/=+$/, '');
  const forms = [secret, bytes.toString('hex'), unpadded, unpadded.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(secret)];
  return forms.some((form) => text.includes(form));
}
