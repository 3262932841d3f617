import { randomUUID } from 'node:crypto';
import type { HttpFace, RequestContract } from '@smartcontent/contracts';
import { ConnectPlatformAccount, CreateApiKey, CreateContent, httpRequestOf, SCOPES, SignUp } from '@smartcontent/contracts';
import type { CallerKind, FuzzRequest } from './requests.js';
import { KNOWN_IDS } from './values.js';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** A company that signed up for the run, with ids of what it holds. */
interface Company {
  readonly token: string;
  readonly key: string;
  readonly ids: readonly string[];
}

/** Who sends the requests. A request may well end its own session; the next one then comes from a new company. */
export class Callers {
  #company: Promise<Company> | undefined;

  constructor(
    private readonly url: string,
    private readonly operatorKey: string,
  ) {}

  /** The request with its credential, and with ids that exist where it holds a place for some. */
  async dress(request: FuzzRequest): Promise<RequestInit & { readonly url: string; readonly company: unknown }> {
    this.#company ??= this.#signUp();
    const company = await this.#company;
    const authorization = this.#authorization(request.caller, company);
    return {
      url: this.url + withIds(request.target, company.ids),
      method: request.method,
      headers: { ...request.headers, ...(authorization !== null && { authorization }) },
      ...(request.body !== undefined && { body: withIds(request.body, company.ids) }),
      company: this.#company,
    };
  }

  /** What this company sent is refused by now, or its budget is spent. */
  retire(company: unknown): void {
    if (this.#company === company) this.#company = undefined;
  }

  #authorization(kind: CallerKind, { token, key }: Company): string | null {
    const credentials = { admin: token, key, operator: this.operatorKey, stranger: `${token.slice(0, -8)}AAAAAAAA`, nobody: null };
    const credential = credentials[kind];
    return credential === null ? null : `Bearer ${credential}`;
  }

  async #signUp(): Promise<Company> {
    const name = randomUUID().slice(0, 13);
    const password = 'correct horse battery';
    const account = await this.#call(SignUp, { company_name: name, email: `${name}@fuzz.example`, password });
    const token = (account as { session: { access_token: string } }).session.access_token;
    const key = await this.#call(CreateApiKey, { name, scopes: SCOPES }, token);
    const held = [
      await this.#call(CreateContent, { content_type: 'blog_post', title: name, content_text: 'text' }, token),
      await this.#call(ConnectPlatformAccount, { platform: 'webhook', name, settings: { url: 'https://93.184.215.14/' } }, token),
    ];
    const ids = [...new Set(JSON.stringify([account, key, held]).match(UUID))];
    return { token, key: (key as { key: string }).key, ids };
  }

  async #call(contract: RequestContract, input: object, token?: string): Promise<unknown> {
    const { path, body } = httpRequestOf(contract.http as HttpFace, input as Record<string, unknown>);
    const headers = {
      'content-type': 'application/json',
      // Sign-ups of one address are few a minute.
      'x-forwarded-for': Array.from({ length: 4 }, () => Math.floor(Math.random() * 256)).join('.'),
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(this.url + path, { method: 'POST', headers, body: body ?? null });
    const text = await response.text();
    if (!response.ok) throw new Error(`${contract.subject} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }
}

function withIds(text: string, ids: readonly string[]): string {
  return KNOWN_IDS.reduce((replaced, place, index) => replaced.replaceAll(place, ids[index % ids.length] ?? place), text);
}
