import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from './run.js';

/** Tokens that are good now, and what was asked. */
let tokens: { access: string; refresh: string };
let asked: string[];
let server: Server;
let url: string;
let folder: string;
let env: NodeJS.ProcessEnv;
let printed: string;
let complained: string;
let isAuthenticatorOn: boolean;

const person = { user: { email: 'ada@acme.example', role: 'admin' }, company: { name: 'Acme' } };
const session = () => ({ access_token: tokens.access, refresh_token: tokens.refresh, token_type: 'Bearer', expires_in: 600 });

function answer(line: string, token: string | undefined, body: Record<string, string>): [number, unknown] {
  const refused = (status: number, code: string): [number, unknown] => [
    status,
    { status, code, detail: code, is_retryable: false, data: {} },
  ];
  if (line === 'POST /v1/login') {
    if (isAuthenticatorOn && body.totp_code !== '123456') return refused(401, 'IDENTITY_TOTP_NEEDED');
    return body.password === 'right' ? [200, { ...person, session: session() }] : refused(401, 'IDENTITY_LOGIN_REFUSED');
  }
  if (line === 'POST /v1/sessions/refresh') {
    if (body.refresh_token !== tokens.refresh) return refused(401, 'IDENTITY_REFRESH_REFUSED');
    tokens = { access: `${tokens.access}+`, refresh: `${tokens.refresh}+` };
    return [200, session()];
  }
  if (token === 'Bearer sc_narrow') return refused(403, 'PLATFORM_SCOPE_MISSING');
  if (token === 'Bearer sc_revoked') return refused(401, 'GATEWAY_CREDENTIAL_REVOKED');
  if (token !== `Bearer ${tokens.access}` && token !== 'Bearer sc_good') return refused(401, 'GATEWAY_CREDENTIAL_EXPIRED');
  return line === 'POST /v1/logout' ? [204, null] : [200, person];
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const line = `${request.method} ${request.url}`;
    asked.push(line);
    const [status, answered] = answer(line, request.headers.authorization, body ? JSON.parse(body) : {});
    response
      .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
      .end(answered === null ? '' : JSON.stringify(answered));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartcontent-login-'));
  env = { SMARTCONTENT_CONFIG: join(folder, 'config'), SMARTCONTENT_HOME: folder, SMARTCONTENT_URL: url };
  tokens = { access: 'a1', refresh: 'r1' };
  [asked, printed, complained, isAuthenticatorOn] = [[], '', '', false];
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'config', 'login.json');
function ask(words: readonly string[], typed: readonly string[] | null = null, stdin = ''): Promise<number> {
  const answers = [...(typed ?? [])];
  const terminal = typed && { ask: async () => answers.shift() ?? '', askHidden: async () => answers.shift() ?? '' };
  const out = (text: string) => {
    printed += `${text}\n`;
  };
  const err = (text: string) => {
    complained += `${text}\n`;
  };
  return run(words, { out, err, terminal, readStdin: () => stdin }, env);
}

describe('login', () => {
  it('keeps the session for its owner alone, and later commands are asked with it', async () => {
    expect(await ask(['login'], ['ada@acme.example', 'right'])).toBe(0);
    expect(printed).toContain(`logged in at ${url} as ada@acme.example of Acme`);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readFileSync(file(), 'utf8')).not.toContain('right');
    expect(await ask(['whoami', '--json'])).toBe(0);
    expect(asked).toEqual(['POST /v1/login', 'GET /v1/me']);
  });

  it('asks for the code of an authenticator where there is one', async () => {
    isAuthenticatorOn = true;
    expect(await ask(['login', '--email', 'ada@acme.example'], ['right', '123456'])).toBe(0);
    expect(existsSync(file())).toBe(true);
  });

  it('keeps nothing where it is refused, and says why', async () => {
    expect(await ask(['login'], ['ada@acme.example', 'wrong'])).toBe(1);
    expect(complained).toContain('e-mail address or password is wrong');
    expect(existsSync(file())).toBe(false);
  });

  it('without a terminal says what to do instead', async () => {
    expect(await ask(['login'])).toBe(2);
    expect(complained).toContain('smartcontent login --with-key');
  });

  it('takes a key from stdin, also one that may not ask who it is, and none that is refused', async () => {
    expect(await ask(['login', '--with-key'], null, 'sc_revoked\n')).toBe(1);
    expect(complained).toContain('sent was the key on stdin, sc_revoked…');
    expect(await ask(['login', '--with-key'], null, 'a password')).toBe(2);
    expect(existsSync(file())).toBe(false);
    expect(await ask(['login', '--with-key'], null, 'sc_narrow')).toBe(0);
    expect(await ask(['login', '--with-key'], null, 'sc_good\n')).toBe(0);
    expect(await ask(['whoami'])).toBe(0);
    expect(printed).toContain('the log-in of the key sc_good…');
  });
});

describe('the log-in that is kept', () => {
  beforeEach(() => ask(['login'], ['ada@acme.example', 'right']));

  it('is refreshed once by command lines that run at once', async () => {
    tokens = { access: 'a2', refresh: 'r1' };
    asked = [];
    expect(await Promise.all(Array.from({ length: 5 }, () => ask(['whoami'])))).toEqual([0, 0, 0, 0, 0]);
    expect(asked.filter((line) => line.includes('refresh'))).toHaveLength(1);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ session: { access_token: 'a2+', refresh_token: 'r1+' } });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file()}.lock`)).toBe(false);
  });

  it('that is over says so, and what to do', async () => {
    tokens = { access: 'a9', refresh: 'r9' };
    expect(await ask(['whoami'])).toBe(1);
    expect(complained).toMatch(/IDENTITY_REFRESH_REFUSED.*the log-in of ada@acme.example in .*login.json: smartcontent login again/);
  });

  it('is shown to its own platform only, and gives way to a key', async () => {
    expect(await ask(['whoami', '--url', url.replace('127.0.0.1', 'localhost')])).toBe(1);
    expect(complained).toContain('no key was sent: smartcontent login');
    complained = '';
    expect(await ask(['whoami', '--key', 'sc_revoked'])).toBe(1);
    expect(complained).toContain('GATEWAY_CREDENTIAL_REVOKED');
    expect(complained).toContain('sent was the key of --key, sc_revoked…: give another, or smartcontent login');
    env = { ...env, SMARTCONTENT_KEY: 'sc_good' };
    expect(await ask(['whoami'])).toBe(0);
    expect(printed).toContain('the key of SMARTCONTENT_KEY');
  });

  it('is ended at the platform and forgotten; twice does no harm', async () => {
    asked = [];
    expect(await ask(['logout'])).toBe(0);
    expect([asked, existsSync(file())]).toEqual([['POST /v1/logout'], false]);
    expect(await ask(['logout'])).toBe(0);
    expect(printed).toContain('nobody was logged in');
  });

  it('is forgotten also where the platform cannot be reached', async () => {
    const kept = JSON.parse(readFileSync(file(), 'utf8'));
    writeFileSync(file(), JSON.stringify({ ...kept, base_url: 'http://127.0.0.1:9' }));
    expect(await ask(['logout'])).toBe(0);
    expect(complained).toContain('forgotten here');
    expect(existsSync(file())).toBe(false);
  });

  it.each(['{', '{"base_url":"http://a.example"}', ''])(
    'that cannot be read (%j) says so, and is in nobody’s way who has a key',
    async (text) => {
      writeFileSync(file(), text);
      expect(await ask(['whoami'])).toBe(2);
      expect(complained).toMatch(/cannot read .*login\.json: it holds no log-in; smartcontent logout removes it/);
      expect(await ask(['whoami', '--key', 'sc_good'])).toBe(0);
      expect(await ask(['logout'])).toBe(0);
      expect(existsSync(file())).toBe(false);
    },
  );

  it('that is something else altogether says so, and stays', async () => {
    rmSync(file());
    mkdirSync(file());
    expect(await ask(['whoami'])).toBe(2);
    expect(complained).toContain('EISDIR');
    expect(await ask(['logout'])).toBe(2);
    expect(complained).toContain('cannot remove');
  });
});
