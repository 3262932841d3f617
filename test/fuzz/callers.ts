import { Company, type FuzzedPlatform } from './company.js';
import { type Needs, RECIPES } from './recipes.js';
import { type CallerKind, type FuzzRequest, targetOf } from './requests.js';

/** After so many requests most of what the company had is deleted, revoked or archived. */
const REQUESTS_A_COMPANY = 150;
/** Whose first mail was sent so long ago may have another one sent. */
const OLD_MS = 61_000;
const FOR_THE_OLD = 'POST /v1/me/email-verification';

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
  /** Kept from everything but what only companies of some age may do. */
  #old: Promise<Company> | undefined;
  #sent = 0;

  constructor(private readonly platform: FuzzedPlatform) {}

  /** The request with its credential, with ids that exist where it holds places for some, and with what it needs to succeed where it should. */
  async dress(request: FuzzRequest): Promise<Dressed> {
    this.#sent += 1;
    if (this.#sent % REQUESTS_A_COMPANY === 0) this.#company = undefined;
    this.#old ??= Company.signUp(this.platform);
    const name = `${request.method} ${request.path}`;
    if (!request.isApt) return this.#dressedBy(await this.#current(), request);
    const old = await this.#old;
    if (name === FOR_THE_OLD && Date.now() - old.madeAtMs > OLD_MS) return this.#dressedBy(old, request);
    const recipe = RECIPES.get(name) ?? (async () => ({}));
    const company = await this.#current();
    try {
      return this.#dressedBy(company, withNeeds(request, await recipe(company)));
    } catch {
      // An earlier request took from it what the recipe starts from, or its budget is spent.
      await this.retire(company);
      // Of its own: what goes on beside it may well end the next one too.
      const fresh = await Company.signUp(this.platform);
      return this.#dressedBy(fresh, withNeeds(request, await recipe(fresh)));
    }
  }

  /** What this company sent is refused by now, or its budget is spent. */
  async retire(company: Company): Promise<void> {
    if ((await this.#company) === company) this.#company = undefined;
    if ((await this.#old) === company) this.#old = undefined;
  }

  #current(): Promise<Company> {
    this.#company ??= Company.signUp(this.platform);
    return this.#company;
  }

  #dressedBy(company: Company, request: FuzzRequest): Dressed {
    const authorization = this.#authorization(request.caller, company);
    const headers = { ...request.headers, ...(authorization !== null && { authorization }) };
    const body = request.body === undefined ? null : withIds(request.body, company);
    return { url: this.platform.url + withIds(targetOf(request), company), init: { method: request.method, headers, body }, company };
  }

  #authorization(kind: CallerKind, { token, key }: Company): string | null {
    const credentials = { admin: token, key, operator: this.platform.operatorKey, stranger: `${token.slice(0, -8)}AAAAAAAA`, nobody: null };
    const credential = credentials[kind];
    return credential === null ? null : `Bearer ${credential}`;
  }
}

/** Each need at its place: in the path, in the query where there is no body, else in the body. */
function withNeeds(request: FuzzRequest, needs: Needs): FuzzRequest {
  const entries = Object.entries(needs);
  const isInPath = ([name]: [string, unknown]) => request.path.includes(`{${name}}`);
  const asText = (chosen: [string, unknown][]) => Object.fromEntries(chosen.map(([name, value]) => [name, String(value)]));
  const inPath = { ...request.inPath, ...asText(entries.filter(isInPath)) };
  const rest = entries.filter((entry) => !isInPath(entry));
  if (request.body === undefined) return { ...request, inPath, query: { ...request.query, ...asText(rest) } };
  const body = JSON.stringify({ ...(JSON.parse(request.body) as object), ...Object.fromEntries(rest) });
  return { ...request, inPath, body };
}

function withIds(text: string, { ids }: Company): string {
  return Object.entries(ids).reduce((replaced, [place, id]) => replaced.replaceAll(place, id), text);
}
