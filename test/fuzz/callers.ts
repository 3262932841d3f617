import { type Company, signUp } from './company.js';
import type { CallerKind, FuzzRequest } from './requests.js';

/** After so many requests most of what the company had is deleted, revoked or archived. */
const REQUESTS_A_COMPANY = 150;

/** A request as it is sent, and who sends it. */
export interface Dressed {
  readonly url: string;
  readonly init: RequestInit;
  readonly company: Company;
}

/**
 * Who sends the requests. A request may well end its own session; the next one then comes from a new company.
 * The gateway must believe X-Forwarded-For from here: the requests say that they come from many addresses, or the budget of one would be spent.
 */
export class Callers {
  #company: Promise<Company> | undefined;
  #sent = 0;

  constructor(
    private readonly url: string,
    private readonly operatorKey: string,
  ) {}

  /** The request with its credential, and with ids that exist where it holds places for some. */
  async dress(request: FuzzRequest): Promise<Dressed> {
    this.#sent += 1;
    if (this.#sent % REQUESTS_A_COMPANY === 0) this.#company = undefined;
    this.#company ??= signUp(this.url);
    const company = await this.#company;
    const authorization = this.#authorization(request.caller, company);
    const headers = { ...request.headers, ...(authorization !== null && { authorization }) };
    const body = request.body === undefined ? null : withIds(request.body, company);
    return { url: this.url + withIds(request.target, company), init: { method: request.method, headers, body }, company };
  }

  /** What this company sent is refused by now, or its budget is spent. */
  async retire(company: Company): Promise<void> {
    if ((await this.#company) === company) this.#company = undefined;
  }

  #authorization(kind: CallerKind, { token, key }: Company): string | null {
    const credentials = { admin: token, key, operator: this.operatorKey, stranger: `${token.slice(0, -8)}AAAAAAAA`, nobody: null };
    const credential = credentials[kind];
    return credential === null ? null : `Bearer ${credential}`;
  }
}

function withIds(text: string, { ids }: Company): string {
  return Object.entries(ids).reduce((replaced, [place, id]) => replaced.replaceAll(place, id), text);
}
