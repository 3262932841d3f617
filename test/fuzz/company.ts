import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type CallOf,
  ConnectPlatformAccount,
  CreateApiKey,
  type HttpFace,
  httpRequestOf,
  LogIn,
  type OperatedService,
  type OutputOf,
  type RequestContract,
  SCOPES,
  SchedulePost,
  SignUp,
} from '@smartcontent/contracts';
import { approvedContent } from './contents.js';
import { PASSWORD, PLACES } from './values.js';

const HOUR_MS = 3_600_000;
const MAIL_MS = 10_000;
const STALL_MS = 60_000;

/** The platform that is asked, and ways into it that only whoever runs it has. */
export interface FuzzedPlatform {
  readonly url: string;
  readonly operatorKey: string;
  /** The sandbox, where its mails arrive. */
  readonly sandboxUrl: string;
  /** Gives the service a dead letter of this company's that can be replayed, where it handles any event; its sequence. */
  plantDeadLetter(service: OperatedService, companyId: string): Promise<number>;
}

/** A company that signed up for the run, with one of everything that has an id. */
export class Company {
  readonly #made = new Map<unknown, Promise<unknown>>();
  /** Its API key. */
  key = '';
  /** What stands at the places of ids. */
  ids: Readonly<Record<string, string>> = {};

  private constructor(
    readonly platform: FuzzedPlatform,
    readonly email: string,
    readonly account: OutputOf<typeof SignUp>,
    readonly madeAtMs: number,
  ) {}

  /** Tried for a while: what the run asks may stall a small machine for longer than the gateway waits. @throws Error where the API refuses */
  static async signUp(platform: FuzzedPlatform): Promise<Company> {
    for (const deadline = Date.now() + STALL_MS; ; await delay(1_000)) {
      try {
        return await Company.#signUp(platform);
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  static async #signUp(platform: FuzzedPlatform): Promise<Company> {
    const name = randomUUID().slice(0, 13);
    const email = `${name}@fuzz.example`;
    const account = await call(platform.url, SignUp, { company_name: name, email, password: PASSWORD });
    const company = new Company(platform, email, account, Date.now());
    await company.#furnish(name);
    return company;
  }

  /** Bearer token of its admin. */
  get token(): string {
    return this.account.session.access_token;
  }

  /** Calls a route as its admin, and expects its success. */
  call<C extends RequestContract>(contract: C, input: CallOf<C>): Promise<OutputOf<C>> {
    return call(this.platform.url, contract, input, this.token);
  }

  callAsNobody<C extends RequestContract>(contract: C, input: CallOf<C>): Promise<OutputOf<C>> {
    return call(this.platform.url, contract, input);
  }

  /** Calls a route of the operator's, and expects its success. */
  callAsOperator<C extends RequestContract>(contract: C, input: CallOf<C>): Promise<OutputOf<C>> {
    return call(this.platform.url, contract, input, this.platform.operatorKey);
  }

  /** Another session of its admin. */
  async logIn(): Promise<OutputOf<typeof LogIn>['session']> {
    return (await call(this.platform.url, LogIn, { email: this.email, password: PASSWORD })).session;
  }

  /** What `make` made for this company at the first time. */
  once<T>(make: (company: Company) => Promise<T>): Promise<T> {
    const made = (this.#made.get(make) as Promise<T> | undefined) ?? make(this);
    this.#made.set(make, made);
    return made;
  }

  /** The token in the newest mail of this subject to an address. */
  async mailToken(address: string, subject: RegExp): Promise<string> {
    const from = `${this.platform.sandboxUrl}/mailboxes/${encodeURIComponent(address)}/messages`;
    for (const deadline = Date.now() + MAIL_MS; Date.now() < deadline; await delay(50)) {
      const { items } = (await (await fetch(from)).json()) as { items: { subject: string; text: string }[] };
      const token = /sc_mail_\w+/.exec(items.find((mail) => subject.test(mail.subject))?.text ?? '')?.[0];
      if (token) return token;
    }
    throw new Error(`no mail ${subject} came for ${address}`);
  }

  async #furnish(name: string): Promise<void> {
    const key = await this.call(CreateApiKey, { name, scopes: [...SCOPES] });
    const { content_id, version_id } = await approvedContent(this);
    const settings = { url: 'https://93.184.215.14/' };
    const { id: platform_account_id } = await this.call(ConnectPlatformAccount, { platform: 'webhook', name, settings });
    const scheduled_time = new Date(Date.now() + HOUR_MS).toISOString();
    const post = await this.call(SchedulePost, { content_id, version_id, platform_account_id, scheduled_time });
    this.key = key.key;
    this.ids = {
      [PLACES.company_id]: this.account.company.id,
      [PLACES.user_id]: this.account.user.id,
      [PLACES.content_id]: content_id,
      [PLACES.version_id]: version_id,
      [PLACES.account_id]: platform_account_id,
      [PLACES.post_id]: post.id,
      [PLACES.client_id]: key.client_id,
      [PLACES.key_id]: key.id,
    };
  }
}

/** Calls a route and expects its success; as nobody, unless told. */
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
  return (text === '' ? null : JSON.parse(text)) as OutputOf<C>;
}
