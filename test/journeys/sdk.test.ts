import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@smartcontent/cli';
import { ApiError, ConnectionError, HeldSession, type SmartContent, smartContent } from '@smartcontent/sdk';
import { eventually } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TcpProxy } from '../chaos/tcp-proxy.js';
import { Company } from './company.js';
import { usePlatform } from './platform.js';
import { ServiceProcess } from './service-process.js';

const platform = usePlatform();
let acme: Company;
let sc: SmartContent;
let proxy: TcpProxy;
beforeAll(async () => {
  acme = await Company.signUp(platform);
  proxy = await TcpProxy.before(platform.url);
  sc = smartContent({ baseUrl: proxy.through(platform.url), credential: acme.token });
});
afterAll(() => proxy.close());

const draft = (title: string) => ({ content_type: 'blog_post', title, content_text: `About ${title}.` }) as const;

/** Asks the platform and loses its first answer. */
function forgetful(): typeof fetch {
  let hasLost = false;
  return async (...given) => {
    const response = await fetch(...given);
    if (hasLost) return response;
    hasLost = true;
    await response.body?.cancel();
    throw new TypeError('terminated');
  };
}

describe('a program with the SDK', () => {
  it('writes, goes through pages and reads back with the types of the contracts', async () => {
    const written = await Promise.all(['Plums', 'Pears', 'Quinces'].map((title) => sc.content.create(draft(title))));
    const titles: (string | null)[] = [];
    for await (const { title } of sc.content.list.each({ limit: 2, status: ['draft'] })) titles.push(title);
    expect(titles.sort()).toEqual(['Pears', 'Plums', 'Quinces']);
    const [first] = written;
    expect(await sc.content.get({ content_id: first?.id ?? '' })).toMatchObject({ title: 'Plums', content_text: 'About Plums.' });
    const missing = await sc.content.get({ content_id: acme.account.company.id }).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(ApiError);
    expect(missing).toMatchObject({ status: 404, code: 'CONTENT_NOT_FOUND', isRetryable: false, correlationId: expect.any(String) });
  });

  it('writes once where the answer was lost', async () => {
    const unlucky = smartContent({ baseUrl: platform.url, credential: acme.token, fetch: forgetful() });
    const { id } = await unlucky.content.create(draft('Medlars'));
    const found: string[] = [];
    for await (const content of sc.content.list.each()) if (content.title === 'Medlars') found.push(content.id);
    expect(found).toEqual([id]);
  });

  it('is told of what happens over a connection that is cut', async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const listening = (async () => {
      for await (const { data } of sc.notifications.stream({}, { signal: controller.signal })) told.push(String(data.content_id));
    })().catch((error: unknown) => error);
    const account = await acme.connectSandbox('sdk');
    const publish = async (title: string) => {
      const { id, version_id } = await acme.writeApproved(title);
      await sc.post.schedule({
        content_id: id,
        version_id,
        platform_account_id: account.id,
        scheduled_time: new Date(Date.now() + 1_500).toISOString(),
      });
      return id;
    };
    const first = await publish('Before the cut');
    await eventually(() => expect(told).toEqual([first]));
    proxy.reset();
    const second = await publish('After the cut');
    await eventually(() => expect(told).toEqual([first, second]));
    controller.abort(new Error('heard enough'));
    expect(await listening).toMatchObject({ message: 'heard enough' });
  });

  it('sends events in batches and downloads the audit log line by line', async () => {
    const { key } = await acme.makeKey(['events:write']);
    const events = smartContent({ baseUrl: platform.url, credential: key, fetch: forgetful() }).events;
    const counts: number[] = [];
    for await (const { accepted } of events.ingest.all(Array.from({ length: 30 }, () => ({ event_type: 'view' })))) counts.push(accepted);
    expect(counts).toEqual([30]);
    const tables = new Set<string>();
    for await (const line of sc.audit.export({ service: 'content' })) tables.add(line.table_name);
    expect([...tables]).toContain('content');
  });

  it('goes on with a session that has to be refreshed, once for all calls and also where the answer is lost', async () => {
    const { session } = await sc.session.logIn({ email: acme.account.user.email, password: acme.password });
    let renewals = 0;
    const held = new HeldSession({ ...session, access_token: 'expired' }, () => void renewals++);
    let hasLost = false;
    const unlucky: typeof fetch = async (...given) => {
      const response = await fetch(...given);
      if (hasLost || !String(given[0]).endsWith('/sessions/refresh')) return response;
      hasLost = true;
      throw new TypeError('terminated');
    };
    const person = smartContent({ baseUrl: platform.url, credential: held, fetch: unlucky });
    const answers = await Promise.all([person.account.get(), person.account.get(), person.session.list()]);
    expect([answers[0].user.id, renewals]).toEqual([acme.account.user.id, 1]);
  });

  it('that asks too much is told so, and when to come back', async () => {
    const { key } = await acme.makeKey(['content:read'], { limits: { read: 2 } });
    const greedy = smartContent({ baseUrl: platform.url, credential: key, retries: 0 });
    const asked = Array.from({ length: 4 }, () => greedy.content.list().catch((error: unknown) => error));
    const refused = (await Promise.all(asked)).filter((answer) => answer instanceof ApiError);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused[0]).toMatchObject({ status: 429, code: 'GATEWAY_RATE_LIMITED', isRetryable: true, isPossiblyApplied: false });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('while the platform is away', () => {
  async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  it('outlasts a gateway that is killed, and a broker that is cut off', async () => {
    const port = await freePort();
    const broker = await TcpProxy.before(platform.stack.natsUrl('gateway'));
    const env = { ...platform.stack.env('gateway'), NATS_URL: broker.through(platform.stack.natsUrl('gateway')), PORT: String(port) };
    const start = () => ServiceProcess.start(['services/gateway/dist/main.js'], env);
    const baseUrl = `http://127.0.0.1:${port}`;
    const patient = smartContent({ baseUrl, credential: acme.token, retries: 10 });
    await using first = await start();
    expect((await patient.account.get()).user.id).toBe(acme.account.user.id);

    await broker.cut();
    const impatient = smartContent({ baseUrl, credential: acme.token, retries: 0 });
    expect(await impatient.content.list().catch((error: unknown) => error)).toMatchObject({ status: 503, isRetryable: true });
    const whileCut = patient.content.create(draft('Written while the broker was away'));
    await broker.mend();
    expect(await whileCut).toMatchObject({ title: 'Written while the broker was away' });

    await first[Symbol.asyncDispose]();
    const refused = await impatient.company
      .signUp({ company_name: 'B', email: 'b@b.example', password: acme.password })
      .catch((error) => error);
    expect(refused).toBeInstanceOf(ConnectionError);
    expect(refused).toMatchObject({ reason: 'refused', isPossiblyApplied: false });
    const whileKilled = patient.content.create(draft('Written while the gateway was dead'));
    await using _second = await start();
    expect(await whileKilled).toMatchObject({ title: 'Written while the gateway was dead' });
    await broker.close();
    // Two processes are started, one after the other.
  }, 90_000);
});

describe('the command line', () => {
  it('goes from a log-in to a post that is scheduled, and out again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'smartcontent-journey-'));
    const env = { SMARTCONTENT_CONFIG: folder, SMARTCONTENT_HOME: folder, SMARTCONTENT_URL: platform.url };
    let printed = '';
    const say = (text: string) => {
      printed = `${text}\n`;
    };
    const typed = [acme.account.user.email, acme.password];
    const terminal = { ask: async () => typed.shift() ?? '', askHidden: async () => typed.shift() ?? '' };
    const ask = async (...words: string[]) => {
      const code = await run(words, { out: say, err: say, terminal }, env);
      if (code !== 0) throw new Error(`${words.join(' ')}: ${printed}`);
      return printed;
    };
    await ask('login');
    expect(await ask('whoami')).toContain(acme.account.user.email);
    const json = async (...words: string[]) => JSON.parse(await ask(...words, '--json'));
    const { id } = await json('content', 'create', '--content_type', 'blog_post', '--title', 'By hand', '--content_text', 'Typed.');
    const { version_hash } = await json('content', 'submit', '--content_id', id);
    await ask('version', 'approve', '--content_id', id, '--version_hash', version_hash);
    await acme.connectSandbox('by-hand');
    const post = await json('schedule', id, '--account', 'by-hand', '--at', '+1d');
    expect(post).toMatchObject({ content_id: id, status: 'pending' });
    expect(await ask('content', '--status', 'approved')).toMatch(new RegExp(`${id} +By hand`));
    expect(await ask('audit', '--limit', '5')).toContain('scheduled_posts');
    expect(await ask('logout')).toContain('logged out');
    await expect(ask('whoami')).rejects.toThrow('no key was sent');
    rmSync(folder, { recursive: true });
  });
});
