import { randomUUID } from 'node:crypto';
import {
  ApproveContent,
  type CallOf,
  ConnectPlatformAccount,
  CreateApiKey,
  CreateContent,
  GetContent,
  type HttpFace,
  httpRequestOf,
  type OutputOf,
  type RequestContract,
  SCOPES,
  SchedulePost,
  SignUp,
  SubmitContent,
} from '@smartcontent/contracts';
import { PASSWORD, PLACES } from './values.js';

const HOUR_MS = 3_600_000;

/** A company that signed up for the run, with one of everything that has an id. */
export interface Company {
  readonly token: string;
  readonly key: string;
  /** What stands at the places of ids. */
  readonly ids: Readonly<Record<string, string>>;
}

/** @throws Error where the API refuses */
export async function signUp(url: string): Promise<Company> {
  const name = randomUUID().slice(0, 13);
  const account = await call(url, SignUp, { company_name: name, email: `${name}@fuzz.example`, password: PASSWORD });
  const token = account.session.access_token;
  const key = await call(url, CreateApiKey, { name, scopes: [...SCOPES] }, token);
  const { id, version_hash } = await call(url, CreateContent, { content_type: 'blog_post', title: name, content_text: 'text' }, token);
  await call(url, SubmitContent, { content_id: id }, token);
  await call(url, ApproveContent, { content_id: id, version_hash }, token);
  const { version_id } = await call(url, GetContent, { content_id: id }, token);
  const settings = { url: 'https://93.184.215.14/' };
  const platformAccount = await call(url, ConnectPlatformAccount, { platform: 'webhook', name, settings }, token);
  const scheduled_time = new Date(Date.now() + HOUR_MS).toISOString();
  const post = { content_id: id, version_id, platform_account_id: platformAccount.id, scheduled_time };
  const { id: postId } = await call(url, SchedulePost, post, token);
  const ids = {
    [PLACES.company_id]: account.company.id,
    [PLACES.user_id]: account.user.id,
    [PLACES.content_id]: id,
    [PLACES.version_id]: version_id,
    [PLACES.account_id]: platformAccount.id,
    [PLACES.post_id]: postId,
    [PLACES.client_id]: key.client_id,
    [PLACES.key_id]: key.id,
  };
  return { token, key: key.key, ids };
}

async function call<C extends RequestContract>(url: string, contract: C, input: CallOf<C>, token?: string): Promise<OutputOf<C>> {
  const face = contract.http as HttpFace;
  const { path, body = null } = httpRequestOf(face, input as Record<string, unknown>);
  const headers = {
    // Sign-ups of one address are few a minute.
    'x-forwarded-for': Array.from({ length: 4 }, () => Math.floor(Math.random() * 256)).join('.'),
    ...(body !== null && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(url + path, { method: face.method, headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${contract.subject} answered ${response.status}: ${text}`);
  return JSON.parse(text) as OutputOf<C>;
}
