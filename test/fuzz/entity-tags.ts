import { type HttpFace, httpRequestOf, REQUESTS, type RequestContract } from '@smartcontent/contracts';
import type { Company } from './company.js';
import { RECIPES } from './recipes.js';

type Faced = RequestContract & { readonly http: HttpFace };

/** Writes of which no running platform has a resource at hand, each with where it is proved. */
export const PROVED_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['POST /v1/scheduled-posts/{post_id}/settle', 'a post of unknown outcome: services/scheduling/test/settle-posts.test.ts'],
]);

/** What a write of a resource answered: to a tag of another version, and to the present one. */
export interface TagTry {
  readonly stale: number;
  readonly code: string | undefined;
  readonly isUnchanged: boolean;
  readonly present: number;
  /** The tag of the answer, where it is one of the resource, and of the resource afterwards. */
  readonly told: string | null;
  readonly after: string | null;
}

const STALE = '"of-another-version"';

/** Sends one write of a resource with a stale If-Match and with the right one, as the admin of a company. */
export async function tryTags(company: Company, write: RequestContract): Promise<TagTry> {
  const contract = write as Faced;
  const needs = (await RECIPES.get(`${contract.http.method} ${contract.http.path}`)?.(company)) ?? {};
  const input = { ...(contract.example.input as object), ...needs };
  const read = readOf(contract);
  let before = await tagOf(company, read, input);
  if (before === null) {
    // A PUT also makes what is not there yet.
    await (await send(company, contract, input, {})).arrayBuffer();
    before = await tagOf(company, read, input);
  }
  const refused = await send(company, contract, input, { 'if-match': STALE });
  const unchanged = await tagOf(company, read, input);
  const accepted = await send(company, contract, input, { 'if-match': `${STALE}, ${before}` });
  return {
    stale: refused.status,
    code: ((await refused.json().catch(() => ({}))) as { code?: string }).code,
    isUnchanged: before !== null && before === unchanged,
    present: accepted.status,
    told: accepted.headers.get('etag'),
    after: await tagOf(company, read, input),
  };
}

/** The GET of the resource that a write changes. */
function readOf({ http }: Faced): Faced {
  const paths = [http.path, http.path.replace(/\/[a-z-]+$/, '')];
  const found = paths.map((path) => REQUESTS.find((contract) => contract.http?.method === 'GET' && contract.http.path === path));
  return found.find((contract) => contract !== undefined) as Faced;
}

async function tagOf(company: Company, read: Faced, input: object): Promise<string | null> {
  const names = [...read.http.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof typeof input);
  const response = await send(company, read, Object.fromEntries(names.map((name) => [name, input[name]])), {});
  await response.arrayBuffer();
  return response.headers.get('etag');
}

function send({ platform, token }: Company, { http }: Faced, input: object, headers: Record<string, string>): Promise<Response> {
  const { path, body } = httpRequestOf(http, input as Record<string, unknown>);
  const bearer = http.audience === 'operator' ? platform.operatorKey : token;
  const all = { authorization: `Bearer ${bearer}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers };
  return fetch(platform.url + path, { method: http.method, headers: all, ...(body !== undefined && { body }) });
}
