import { randomUUID } from 'node:crypto';
import { SCOPES } from '@smartcontent/contracts';

/** A company that signed up through the front door, with an API key that outlives a run. */
export interface Company {
  readonly id: string;
  readonly key: string;
  /** A webhook account whose receiver is an inbox of the sandbox. */
  readonly accountId: string;
  readonly inbox: string;
}

/** @throws Error where the front door refuses */
export async function signUp(gatewayUrl: string, sandboxUrl: string): Promise<Company> {
  const name = `chaos-${randomUUID().slice(0, 8)}`;
  const credentials = { email: `${name}@smartcontent.example`, password: 'correct horse battery' };
  const account = await call('POST', `${gatewayUrl}/v1/signup`, { company_name: name, ...credentials });
  const { key } = await call('POST', `${gatewayUrl}/v1/api-keys`, { name, scopes: SCOPES }, account.session.access_token);
  const url = `${sandboxUrl}/inboxes/${name}/messages`;
  const input = { platform: 'webhook', name, settings: { url, lookup_url: `${url}/{id}` } };
  const connected = await call('POST', `${gatewayUrl}/v1/platform-accounts`, input, key);
  await call('PUT', `${sandboxUrl}/inboxes/${name}`, { secret: connected.signing_secret });
  return { id: account.company.id, key, accountId: connected.id, inbox: name };
}

// biome-ignore lint/suspicious/noExplicitAny: whatever JSON came back
async function call(method: string, url: string, body: object, token?: string): Promise<any> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}
