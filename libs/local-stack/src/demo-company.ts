import { randomBytes } from 'node:crypto';
import { SCOPES } from '@smartcontent/contracts';
import type { Home } from './home.js';
import { SetupError } from './setup-error.js';

/** What `.smartcontent/demo.json` holds: everything that a tour of the running platform needs. */
export interface DemoCompany {
  readonly base_url: string;
  readonly docs_url: string;
  /** The played platforms; absent while no sandbox runs. */
  readonly sandbox_url?: string;
  readonly company_id: string;
  readonly user_id: string;
  readonly email: string;
  readonly password: string;
  readonly api_key: string;
  /** Of the key: every one that there was when it was made. Absent where a release before these made it. */
  readonly scopes?: readonly string[];
}

const FILE = 'demo.json';

/** The company for trying things out: made over HTTP once, as any other, and found again at later starts. */
export async function ensureDemoCompany(home: Home, baseUrl: string, sandboxUrl: string | undefined): Promise<DemoCompany> {
  const known = home.read<DemoCompany>(FILE);
  const company = known && (await isValid(baseUrl, known.api_key)) ? await withEveryScope(baseUrl, known) : await signUp(baseUrl);
  const demo = { ...company, base_url: baseUrl, docs_url: `${baseUrl}/docs`, sandbox_url: sandboxUrl };
  home.write(FILE, demo);
  return demo;
}

async function isValid(baseUrl: string, apiKey: string): Promise<boolean> {
  const response = await fetch(`${baseUrl}/v1/me`, { headers: { authorization: `Bearer ${apiKey}` } });
  // Another database than last time knows nothing of it.
  if (response.status === 401) return false;
  if (response.ok) return true;
  throw new SetupError(`The API does not work: ${response.url} answered ${response.status}`);
}

/** A key of an earlier release knows nothing of what came since: the company gets another one, and that one stays as it is. */
async function withEveryScope(baseUrl: string, known: DemoCompany): Promise<DemoCompany> {
  if (SCOPES.every((scope) => known.scopes?.includes(scope))) return known;
  const { email, password } = known;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${baseUrl}/v1/login`, { method: 'POST', headers, body: JSON.stringify({ email, password }) });
  // Whoever has given it another password, or a second factor, has made it his own.
  if (!response.ok) return known;
  return { ...known, ...(await makeKey(baseUrl, (await response.json()) as SignedUp)) };
}

async function signUp(baseUrl: string): Promise<Pick<DemoCompany, 'company_id' | 'user_id' | 'email' | 'password' | 'api_key' | 'scopes'>> {
  const email = `demo-${randomBytes(4).toString('hex')}@smartcontent.example`;
  const password = randomBytes(15).toString('base64url');
  const account = await post<SignedUp>(`${baseUrl}/v1/signup`, { company_name: 'Demo', email, password });
  return { company_id: account.company.id, user_id: account.user.id, email, password, ...(await makeKey(baseUrl, account)) };
}

async function makeKey(baseUrl: string, { session }: SignedUp): Promise<Pick<DemoCompany, 'api_key' | 'scopes'>> {
  const { key } = await post<{ key: string }>(`${baseUrl}/v1/api-keys`, { name: 'demo', scopes: SCOPES }, session.access_token);
  return { api_key: key, scopes: SCOPES };
}

interface SignedUp {
  readonly company: { readonly id: string };
  readonly user: { readonly id: string };
  readonly session: { readonly access_token: string };
}

async function post<T>(url: string, body: object, token?: string): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new SetupError(`The demo company could not be made: ${url} answered ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
