import { run } from '@smartcontent/cli';
import { type ErasureReport, GetErasure, StartErasure } from '@smartcontent/contracts';
import { freePort } from '@smartcontent/local-stack';
import * as sandbox from '@smartcontent/sandbox';
import { eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erased, type Planted, placesOf, plant } from './planted-company.js';
import { JourneyPlatform } from './platform.js';
import { ServiceProcess } from './service-process.js';

const SERVICES = ['identity', 'content', 'generation', 'campaigns', 'scheduling', 'analytics', 'embeddings', 'gateway'] as const;
const KEY = `sc_operator_${'Faults--'.repeat(5)}`;
const stack = useStack();
const platform = new JourneyPlatform(stack);
const running = new Map<string, ServiceProcess>();
let played: Awaited<ReturnType<typeof sandbox.start>>;
let own: Record<string, string>;
let acme: Planted;

const start = async (name: (typeof SERVICES)[number]) => {
  running.set(name, await ServiceProcess.start([`services/${name}/dist/main.js`], { ...stack.env(name), ...own }));
};
beforeAll(async () => {
  played = await sandbox.start(sandbox.readConfig(stack.env('sandbox')));
  const port = await freePort();
  own = {
    PORT: String(port),
    OPERATOR_KEY: KEY,
    ERASURE_SETTLE_SECONDS: '2',
    SMTP_URL: played.smtpUrl,
    OUTGOING_ALLOWED_HOSTS: new URL(played.url).host,
  };
  await Promise.all(SERVICES.map(start));
  platform.url = `http://127.0.0.1:${port}`;
  platform.sandboxUrl = played.url;
  await eventually(() => fetch(`${platform.url}/livez`));
  acme = await plant(platform);
}, 90_000);
afterAll(async () => {
  for (const service of running.values()) await service[Symbol.asyncDispose]();
  await played?.[Symbol.asyncDispose]();
});

/** A line of the operator's: its exit code, and what it printed as JSON. */
async function operator<T>(line: string): Promise<{ code: number; json: T }> {
  let printed = '';
  const output = { out: (text: string) => (printed += text), err: () => undefined };
  const code = await run([...line.split(' '), '--json', '--url', platform.url, '--key', KEY], output);
  return { code, json: JSON.parse(printed) as T };
}

it('is carried out whatever is away meanwhile and whoever is killed, once, and nothing brings anything back', async () => {
  const { company, marks } = acme;
  const company_id = company.account.company.id;
  expect(await running.get('analytics')?.stop()).toBe(0);
  const { code, json: started } = await operator<ErasureReport>(`erasures start ${company_id}`);
  expect([code, started.state]).toEqual([0, 'running']);
  await eventually(async () => {
    const { waits_for, left } = await platform.call(GetErasure, { erasure_id: started.id }, KEY);
    expect([waits_for, left]).toEqual([['analytics'], 0]);
  });
  expect((await operator(`erasures show ${started.id}`)).code).toBe(1);
  expect(await placesOf(stack, marks)).toContain('clickhouse events');
  // Killed in the middle: what is kept of the erasure is all that the next process knows.
  await running.get('identity')?.[Symbol.asyncDispose]();
  await Promise.all([start('analytics'), start('identity')]);
  const report = await erased(platform, KEY, started);
  expect(report).toMatchObject({ left: 0, waits_for: [] });
  expect(await placesOf(stack, marks)).toEqual([]);

  expect(await platform.call(StartErasure, { company_id }, KEY)).toMatchObject({ id: started.id, state: 'done' });
  const range = `--from ${new Date(Date.now() - 3_600_000).toISOString()} --to ${new Date().toISOString()}`;
  for (const service of ['identity', 'content', 'scheduling'])
    expect((await operator(`events replay --service ${service} ${range}`)).code).toBe(0);
  expect((await operator('rebuild activity')).code).toBe(0);
  const printed = () => [...running.values()].map((service) => service.printed).join('\n');
  // Rows went before their messages: no relay missed any.
  expect(printed()).not.toContain('the broker lost messages');
  for (const service of running.values()) expect(await service.stop()).toBe(0);
  await Promise.all(SERVICES.map(start));
  await eventually(() => fetch(`${platform.url}/livez`));
  const verified = await operator<{ is_whole: boolean; services: { chains: { company_id: string; is_erased: boolean }[] }[] }>(
    `audit verify --company ${company_id}`,
  );
  expect(verified.json.is_whole).toBe(true);
  const chains = verified.json.services.flatMap((service) => service.chains);
  expect(chains.length).toBeGreaterThan(0);
  expect(printed()).not.toContain('the broker lost messages');
  expect(chains.every((chain) => chain.company_id === company_id && chain.is_erased)).toBe(true);
  expect(await placesOf(stack, marks)).toEqual([]);
}, 90_000);
