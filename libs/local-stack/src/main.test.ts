import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CACHED_BIN_FOLDER, searchPath, WORKSPACE } from './config.js';
import { type DemoCompany, ensureDemoCompany } from './demo-company.js';
import { freePort } from './free-port.js';
import { Home } from './home.js';
import { measureMemory, totalMib } from './memory.js';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';

const MAIN = join(WORKSPACE, 'libs', 'local-stack', 'dist', 'main.js');
const WAIT = { timeout: 100_000, interval: 100 };
const folder = mkdtempSync(join(tmpdir(), 'smartcontent-platform-'));
chmodSync(folder, 0o711);
const started: Run[] = [];

/** What `npm start` runs after its set-up. */
class Run {
  output = '';
  /** Exit code or signal, once it has ended. */
  how: number | string | null | undefined;
  readonly child: ChildProcess;

  constructor(home: string, port: number, options: { uid?: number; env?: Record<string, string> } = {}) {
    const env = { PATH: searchPath(), SMARTCONTENT_HOME: home, SMARTCONTENT_PORT: String(port), ...options.env };
    this.child = spawn(process.execPath, [MAIN], { env, stdio: ['pipe', 'pipe', 'pipe'], uid: options.uid, cwd: '/' });
    this.child.once('exit', (code, signal) => {
      this.how = signal ?? code;
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data) => {
        this.output += data;
      });
    }
    started.push(this);
  }

  async ended(): Promise<Run> {
    await vi.waitFor(() => expect(this.how, this.output).toBeDefined(), WAIT);
    return this;
  }

  /** Waits until it has said something so many times; at once a failure when it ends before. */
  async says(text: string, times = 1): Promise<void> {
    await vi.waitUntil(() => this.how !== undefined || this.output.split(text).length > times, WAIT);
    expect(this.output.split(text).length - 1, this.output).toBeGreaterThanOrEqual(times);
  }
}

/** Fetching them is proved elsewhere. */
function giveServers(home: string): void {
  if (existsSync(CACHED_BIN_FOLDER)) cpSync(CACHED_BIN_FOLDER, join(home, 'bin'), { recursive: true, verbatimSymlinks: true });
}

afterAll(async () => {
  for (const run of started) run.child.kill('SIGTERM');
  await Promise.all(started.map((run) => run.ended()));
  rmSync(folder, { recursive: true, force: true });
});

describe('one clear line and exit code 1 for', () => {
  const fails = async (home: string, port: number, line: RegExp, options = {}) => {
    const { how, output } = await new Run(home, port, options).ended();
    expect(how).toBe(1);
    expect(output.trim().split('\n').at(-1)).toMatch(line);
  };

  test('a taken API port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await fails(join(folder, 'taken'), port, new RegExp(`^Port ${port} is taken: set SMARTCONTENT_PORT to another one$`));
    server.close();
  });

  test('a port that is none', () => fails(join(folder, 'none'), 99_999, /^SMARTCONTENT_PORT must be a port/));

  test('an ack wait that is none', async () => {
    const env = { SMARTCONTENT_ACK_WAIT_SECONDS: 'soon' };
    await fails(join(folder, 'soon'), await freePort(), /^SMARTCONTENT_ACK_WAIT_SECONDS must be a number/, { env });
  });

  test('a store that is said to run elsewhere and does not', async () => {
    const port = await freePort();
    const env = { SMARTCONTENT_NATS_URL: `nats://127.0.0.1:${port}` };
    await fails(join(folder, 'elsewhere'), await freePort(), new RegExp(`^SMARTCONTENT_NATS_URL: nothing answers at 127.0.0.1:${port}$`), {
      env,
    });
  });

  test('a wrong configuration of a service, after which nothing runs', async () => {
    const home = join(folder, 'wrong');
    giveServers(home);
    const line = /^gateway ended \(exit 78\): .*REQUEST_DEADLINE_MS/;
    await fails(home, await freePort(), line, { env: { REQUEST_DEADLINE_MS: 'soon' } });
    const left = JSON.parse(readFileSync(join(home, 'processes.json'), 'utf8')) as ProcessIdentity[];
    expect(left.filter(isAlive)).toEqual([]);
  }, 60_000);

  test('a file in the place of the folder', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await fails(file, await freePort(), /^\S+file is not a folder/);
  });

  test('a folder that may not be used', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o500 });
    const uid = process.getuid?.() === 0 ? 65_534 : undefined;
    await fails(join(closed, 'home'), await freePort(), /^\S+closed\S* cannot be used: permission denied/, { uid });
  });

  test('a Postgres directory that is not ours', async () => {
    const home = join(folder, 'foreign');
    giveServers(home);
    mkdirSync(join(home, 'postgres'), { recursive: true });
    writeFileSync(join(home, 'postgres', 'PG_VERSION'), '18\n');
    await fails(home, await freePort(), /^\S+secrets is missing, so \S+postgres cannot be opened/);
    writeFileSync(join(home, 'secrets'), '{}');
    await fails(home, await freePort(), /^\S+postgres holds files that SmartContent did not make/);
  });
});

describe('a platform', () => {
  const home = join(folder, 'home');
  const json = <T>(name: string) => JSON.parse(readFileSync(join(home, name), 'utf8')) as T;
  const processes = () => json<(ProcessIdentity & { name: string })[]>('processes.json');
  const pidOf = (name: string) => processes().find((known) => known.name === name)?.pid as number;
  const me = () => {
    const { base_url, api_key } = json<DemoCompany>('demo.json');
    return fetch(`${base_url}/v1/me`, { headers: { authorization: `Bearer ${api_key}` } });
  };
  let port: number;
  let run: Run;

  beforeAll(async () => {
    giveServers(home);
    port = await freePort();
    run = new Run(home, port);
    await run.says('Ctrl-C stops everything');
  }, WAIT.timeout);

  test('starts from nothing, with a demo company whose key works', async () => {
    expect((await me()).status).toBe(200);
    for (const secret of ['secrets', 'demo.json', 'operator.json']) expect(statSync(join(home, secret)).mode & 0o777).toBe(0o600);
    expect(run.output).toContain(`http://127.0.0.1:${port}`);
    const { base_url, operator_key } = json<{ base_url: string; operator_key: string }>('operator.json');
    const headers = { authorization: `Bearer ${operator_key}` };
    expect((await fetch(`${base_url}/v1/operator/content/dead-letters`, { headers })).status).toBe(200);
    const logs = readdirSync(join(home, 'logs')).map((name) => readFileSync(join(home, 'logs', name), 'utf8'));
    expect([run.output, ...logs].join('')).not.toContain(operator_key);
    expect(totalMib(measureMemory(home))).toBeGreaterThan(100);
  });

  test('refuses a second start in its folder in one line', async () => {
    const second = await new Run(home, await freePort()).ended();
    expect(second.how).toBe(1);
    expect(second.output).toBe(
      `SmartContent already runs in ${home} (process ${run.child.pid}): stop that one, or set SMARTCONTENT_HOME\n`,
    );
  });

  test.each(['redis', 'postgres', 'nats', 'clickhouse', 'content'])(
    '%s comes back after a kill -9',
    async (name) => {
      const before = pidOf(name);
      process.kill(before, 'SIGKILL');
      await run.says(`${name} runs again`);
      expect(pidOf(name)).not.toBe(before);
      await vi.waitFor(async () => expect((await me()).status).toBe(200), WAIT);
    },
    60_000,
  );

  test('gives the demo company of an earlier release a key for what came since, unless that has become somebody’s own', async () => {
    const demo = json<DemoCompany>('demo.json');
    const { base_url, email, password } = demo;
    const post = async <T>(path: string, body: object, token = ''): Promise<T> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const response = await fetch(base_url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      expect(response.ok, path).toBe(true);
      return (await response.json()) as T;
    };
    const { session } = await post<{ session: { access_token: string } }>('/v1/login', { email, password });
    const { key: api_key } = await post<{ key: string }>('/v1/api-keys', { name: 'older', scopes: ['content:read'] }, session.access_token);
    const { scopes: _scopes, ...older } = { ...demo, api_key };
    const upgraded = Home.open(join(folder, 'upgraded'));
    const started = async (known: object) => {
      upgraded.write('demo.json', known);
      return ensureDemoCompany(upgraded, base_url, undefined);
    };
    const plans = async (key: string) => (await fetch(`${base_url}/v1/campaigns`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await plans(api_key)).toBe(403);
    const renewed = await started(older);
    expect(await plans(renewed.api_key)).toBe(200);
    expect(renewed).toMatchObject({ company_id: demo.company_id, scopes: demo.scopes });
    expect(await started(renewed)).toEqual(renewed);
    expect((await started({ ...older, password: 'another one than it has' })).api_key).toBe(api_key);
  });

  test('leaves nothing after a kill -9 of the supervisor that the next start does not end, and keeps its data', async () => {
    const before = processes();
    const { api_key } = json<DemoCompany>('demo.json');
    // A frozen process cannot notice that its pipe has closed.
    process.kill(pidOf('identity'), 'SIGSTOP');
    run.child.kill('SIGKILL');
    await run.ended();
    await vi.waitFor(() => expect(before.filter(isAlive).map(({ name }) => name)).toEqual(['identity']), WAIT);
    run = new Run(home, port);
    await run.says('Ctrl-C stops everything');
    expect(run.output).toContain('ended what an earlier run had left: identity');
    expect(before.filter(isAlive)).toEqual([]);
    expect(json<DemoCompany>('demo.json').api_key).toBe(api_key);
    expect((await me()).status).toBe(200);
  }, 100_000);

  test('Ctrl-C stops everything cleanly', async () => {
    const before = processes();
    run.child.kill('SIGINT');
    expect((await run.ended()).how).toBe(0);
    expect(before.filter(({ pid }) => identify(pid))).toEqual([]);
  }, 60_000);
});
