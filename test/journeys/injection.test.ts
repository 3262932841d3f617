import { GrantLimits, type HttpFace, httpRequestOf, LogIn, REQUESTS, type RequestContract } from '@smartcontent/contracts';
import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const OPERATOR_KEY = `sc_operator_${'i'.repeat(43)}`;
const SLEEP_SECONDS = 8;
const AT_ONCE = 4;
/** What would be carried out if text became a part of a statement, or of a head. */
const INJECTIONS = [
  `x'; SELECT pg_sleep(${SLEEP_SECONDS}); DROP TABLE identity.users CASCADE; --`,
  `x' || (SELECT pg_sleep(${SLEEP_SECONDS})) || sleep(3) || '`,
  'x\r\nset-cookie: owned=1\r\nx-owned: 1',
  '$JS.API.STREAM.DELETE.EVT_CONTENT *.>\u2028\u0000',
];
/** They end the session that the others are sent with, or count as guesses at a password. */
const ENDS_SESSIONS = /password|logout|sessions|totp|erasure/;

const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY, TRUSTED_PROXIES: '127.0.0.1' } }));
let acme: Company;
let other: Company;
let token: string;
/** What the examples name, where there is one: a request about nothing ends before its texts are used. */
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  acme = await Company.signUp(platform);
  other = await Company.signUp(platform);
  const { id: content_id, version_id } = await acme.writeApproved();
  ids = { content_id, version_id, user_id: acme.account.user.id, company_id: acme.account.company.id };
  await other.writeApproved();
  const api_limits = { read: 1_000_000, write: 1_000_000, search: 1_000_000, ingest: 1_000_000 };
  await platform.call(GrantLimits, { company_id: acme.account.company.id, api_limits }, OPERATOR_KEY);
  // Its token holds the limits.
  const { email } = acme.account.user;
  token = (await platform.call(LogIn, { email, password: acme.password })).session.access_token;
});

/** Each example of a request once for every text in it, with this one in its place. */
function* poisoned(value: unknown, poison: string): Generator<unknown> {
  if (typeof value === 'string') yield poison;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const bad of poisoned(inner, poison)) yield Array.isArray(value) ? value.with(Number(key), bad) : { ...value, [key]: bad };
  }
}

/** Where the example leaves fields out that may hold text, they are there all the same. */
function inputOf({ input, example }: RequestContract): unknown {
  const shape = 'shape' in input ? (input.shape as Record<string, z.ZodType>) : {};
  const isMissing = ([name, schema]: [string, z.ZodType]) => !(name in (example.input as object)) && schema.safeParse('text').success;
  const missing = Object.entries(shape).filter(isMissing);
  const given = Object.fromEntries([...missing.map(([name]) => [name, 'text']), ...Object.entries(example.input as object)]);
  const known = Object.entries(ids).filter(([name]) => name in given);
  return { ...given, ...Object.fromEntries(known) };
}

async function send({ http }: { http: HttpFace }, input: unknown): Promise<{ status: number; milliseconds: number; headers: Headers }> {
  const { path, body } = Array.isArray(input)
    ? { path: http.path, body: JSON.stringify(input) }
    : httpRequestOf(http, input as Record<string, unknown>);
  const address = Array.from({ length: 4 }, () => 1 + Math.floor(Math.random() * 250)).join('.');
  const startedAt = performance.now();
  const response = await fetch(platform.url + path, {
    method: http.method,
    headers: {
      'x-forwarded-for': address,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(http.audience !== 'everybody' && { authorization: `Bearer ${http.audience === 'operator' ? OPERATOR_KEY : token}` }),
    },
    body: body ?? null,
  });
  if (http.kind === 'stream') await response.body?.cancel();
  else await response.arrayBuffer();
  return { status: response.status, milliseconds: performance.now() - startedAt, headers: response.headers };
}

/** What another company has, and which tables there are. */
async function untouched(): Promise<unknown> {
  const id = other.account.company.id;
  const tables = await platform.stack.query(
    `SELECT table_schema, table_name, column_name FROM information_schema.columns
      WHERE table_schema IN ('identity', 'content', 'generation', 'campaigns', 'scheduling', 'analytics', 'embeddings') AND table_name !~ '\\d{8}$' ORDER BY 1, 2, 3`,
  );
  const users = await platform.stack.query('SELECT id, email, role, is_active, password_hash FROM identity.users WHERE company_id = $1', [
    id,
  ]);
  const contents = await platform.stack.query('SELECT id, status, revision, title FROM content.content WHERE company_id = $1', [id]);
  return { tables, users, contents };
}

test('a statement or a header in any text of any request stays text', { timeout: 120_000 }, async () => {
  const before = await untouched();
  const faced = REQUESTS.filter((contract): contract is RequestContract & { http: HttpFace } => contract.http !== null);
  const tried = faced.filter(({ http }) => http.audience === 'everybody' || !ENDS_SESSIONS.test(http.path));
  const waiting = INJECTIONS.flatMap((poison) =>
    tried.flatMap((contract) => [...poisoned(inputOf(contract), poison)].map((input) => ({ contract, input }))),
  );
  expect(waiting.length).toBeGreaterThan(INJECTIONS.length * tried.length);
  const wrong: unknown[] = [];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { status, milliseconds, headers } = await send(next.contract, next.input);
      const isOwned = headers.has('set-cookie') || headers.has('x-owned');
      const isSlow = milliseconds > (SLEEP_SECONDS * 1_000) / 2;
      const isKeptOut = status === 429 || (status === 401 && next.contract.http.audience !== 'everybody');
      if (status >= 500 || isKeptOut || isOwned || isSlow) wrong.push([next.contract.subject, status, next.input]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(wrong).toEqual([]);
  expect(await untouched()).toEqual(before);
  const kept = await platform.stack.query<{ title: string }>('SELECT title FROM content.content WHERE company_id = $1', [ids.company_id]);
  const storable = INJECTIONS.filter((text) => !text.includes('\0'));
  expect(kept.map(({ title }) => title)).toEqual(expect.arrayContaining(storable));
});
