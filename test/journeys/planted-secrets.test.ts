import { randomBytes } from 'node:crypto';
import { BeginTotp, GetScheduledPost, RefreshSession, RotateApiKey, SchedulePost, StoreProviderKey } from '@smartcontent/contracts';
import { freePort } from '@smartcontent/local-stack';
import * as sandbox from '@smartcontent/sandbox';
import { eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Company } from './company.js';
import { keptText } from './kept-text.js';
import { JourneyPlatform } from './platform.js';
import { ServiceProcess } from './service-process.js';

const SERVICES = ['identity', 'content', 'scheduling', 'analytics', 'gateway'] as const;
const OPERATOR_KEY = `sc_operator_${randomBytes(24).toString('base64url')}`;
/** Chosen by people; each test run plants its own, so that nothing is found that another run left. */
const planted = (kind: string) => `${kind.replaceAll(' ', '-')}-planted-${randomBytes(12).toString('hex')}`;

const stack = useStack();
const platform = new JourneyPlatform(stack);
const running = new Map<string, ServiceProcess>();
const secrets = new Map<string, string>();
const answers: string[] = [];
let played: Awaited<ReturnType<typeof sandbox.start>>;
let acme: Company;

beforeAll(async () => {
  played = await sandbox.start(sandbox.readConfig(stack.env('sandbox')));
  const port = await freePort();
  const own = { PORT: String(port), OPERATOR_KEY, OUTGOING_ALLOWED_HOSTS: new URL(played.url).host };
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
});

/** A request that is refused; what it was told is looked at too. */
async function refused(status: number, method: string, path: string, options: { token?: string; body?: unknown } = {}): Promise<void> {
  const answer = await platform.http(method, path, options);
  answers.push(JSON.stringify([answer.body, Object.fromEntries(answer.headers)]));
  expect(answer.status).toBe(status);
}

function plant(kind: string, secret = planted(kind)): string {
  secrets.set(kind, secret);
  return secret;
}

/** Everything that has a secret, once as it should be and once as somebody gets it wrong. */
async function useSecrets(): Promise<void> {
  acme = await Company.signUp(platform);
  const { email } = acme.account.user;
  plant('password', acme.password);
  plant('access token', acme.token);
  plant('refresh token', acme.account.session.refresh_token);
  await refused(401, 'POST', '/v1/login', { body: { email, password: plant('wrong password') } });
  await refused(422, 'POST', '/v1/login', { body: { email, password: plant('password with a field too many'), more: 1 } });
  await refused(400, 'POST', '/v1/login', { body: `{"password":"${plant('password in broken JSON')}` });
  await refused(422, 'GET', `/v1/content?token=${plant('token in a query')}`, { token: acme.token });
  const { refresh_token } = acme.account.session;
  const renewed = await platform.call(RefreshSession, { refresh_token });
  plant('second refresh token', renewed.refresh_token);
  const { secret } = await platform.call(BeginTotp, { password: acme.password }, acme.token);
  plant('authenticator', secret);
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

/** A post that is signed and sent. */
async function publish(): Promise<void> {
  const account = await acme.connectSandbox('planted');
  plant('signing secret', account.signing_secret);
  const { id, version_id } = await acme.writeApproved();
  const scheduled_time = new Date(Date.now() + 200).toISOString();
  const input = { content_id: id, version_id, platform_account_id: account.id, scheduled_time };
  const { id: post_id } = await platform.call(SchedulePost, input, acme.token);
  const isPublished = async () => expect((await platform.call(GetScheduledPost, { post_id }, acme.token)).status).toBe('published');
  await eventually(isPublished, { timeoutMs: 15_000 });
}

it('no secret of a run is in a log, an event, the audit, a dead letter, a table, a cache or a refusal', async () => {
  await useSecrets();
  await useKeys();
  await publish();
  plant('master key', stack.addresses.masterKey);
  plant('cursor key', stack.addresses.cursorKey);
  for (const service of running.values()) expect(await service.stop()).toBe(0);

  const kept = await keptText(stack);
  for (const [name, service] of running) kept.set(`log of ${name}`, service.printed);
  kept.set('refusals', answers.join('\n'));
  // What may be read is found where it is: so the places were really looked into.
  const { company, user } = acme.account;
  expect(kept.get('identity.users')).toContain(user.email);
  for (const where of ['identity.audit_log', 'scheduling.outbox', 'EVT_IDENTITY', 'log of gateway']) {
    expect(kept.get(where), where).toContain(company.id);
  }
  expect(kept.get('refusals')).toContain('IDENTITY_LOGIN_REFUSED');
  const found = [...kept].flatMap(([where, text]) =>
    [...secrets].flatMap(([kind, secret]) => (holds(text, secret) ? [`${kind} in ${where}`] : [])),
  );
  expect(found).toEqual([]);
});

/** In clear, or in the hex that Postgres writes bytes in. */
function holds(text: string, secret: string): boolean {
  return text.includes(secret) || text.includes(Buffer.from(secret).toString('hex'));
}
