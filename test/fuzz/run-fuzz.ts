import fc from 'fast-check';
import { type Answer, AnswerCheck, codeIn } from './answers.js';
import type { Callers } from './callers.js';
import { type OpenApi, type Operation, operationsOf } from './operations.js';
import { type FuzzRequest, requestsTo } from './requests.js';
import { Values } from './values.js';

export interface FuzzOptions {
  /** Where the document stands. */
  readonly url: string;
  readonly callers: Pick<Callers, 'dress' | 'retire'>;
  /** At least so many, unless the time is over before. */
  readonly requests: number;
  readonly seconds?: number;
  readonly seed: number;
}

/** The smallest request that was found to bring an answer that is wrong. */
export interface Finding {
  readonly operation: string;
  readonly wrong: string;
  readonly request: FuzzRequest;
}

export interface RouteCount {
  readonly requests: number;
  readonly successes: number;
}

export interface FuzzResult {
  readonly requests: number;
  readonly routes: number;
  /** By method and path. */
  readonly byRoute: Readonly<Record<string, RouteCount>>;
  /** Routes that never answered with success: what they would withstand then was not seen. */
  readonly neverSucceeded: readonly string[];
  readonly seconds: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** How often which route answered 503 or 504 with which code, also where the next try succeeded. */
  readonly unavailable: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

const AT_ONCE = 4;
/** Few, so that a short run reaches every route too. */
const RUNS_A_ROUND = 5;
const NEXT_SEED = 1_000_003;
/** Longer than the gateway lets anything take. */
const HANG_MS = 15_000;
/**
 * A 503 says that the same request may succeed later, and a 504 may be the machine's; one that never succeeds is found all the same. They are
 * counted either way.
 */
const TRIES = 4;
const MAY_PASS: ReadonlySet<number> = new Set([503, 504]);

/** Asks every route of the OpenAPI document what it must withstand, and holds each answer against the document. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const document = (await (await fetch(`${options.url}/openapi.json`)).json()) as OpenApi;
  const run = new FuzzRun(options, document);
  return run.run();
}

class FuzzRun {
  readonly #operations: readonly Operation[];
  readonly #values: Values;
  readonly #check: AnswerCheck;
  readonly #startedAt = performance.now();
  readonly #byStatus: Record<string, number> = {};
  readonly #unavailable: Record<string, number> = {};
  readonly #findings = new Map<string, Finding>();
  readonly #byRoute = new Map<string, { requests: number; successes: number }>();
  #requests = 0;

  constructor(
    private readonly options: FuzzOptions,
    document: OpenApi,
  ) {
    this.#operations = operationsOf(document);
    this.#values = new Values(document.components.schemas);
    this.#check = new AnswerCheck(document);
    for (const { name } of this.#operations) this.#byRoute.set(name, { requests: 0, successes: 0 });
  }

  async run(): Promise<FuzzResult> {
    for (let round = 0; !this.#isOver(); round += 1) {
      const waiting = [...this.#operations];
      const work = async () => {
        for (let next = waiting.pop(); next && !this.#isOver(); next = waiting.pop()) await this.#try(next, round);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    }
    return {
      requests: this.#requests,
      routes: this.#operations.length,
      byRoute: Object.fromEntries(this.#byRoute),
      neverSucceeded: [...this.#byRoute].filter(([, { successes }]) => successes === 0).map(([name]) => name),
      seconds: Math.round((performance.now() - this.#startedAt) / 1_000),
      byStatus: this.#byStatus,
      unavailable: this.#unavailable,
      findings: [...this.#findings.values()],
    };
  }

  #isOver(): boolean {
    const isLate = performance.now() - this.#startedAt > (this.options.seconds ?? Number.POSITIVE_INFINITY) * 1_000;
    return isLate || this.#requests >= this.options.requests;
  }

  /** @throws what kept the fuzzer itself from asking, such as a sign-up that was refused */
  async #try(operation: Operation, round: number): Promise<void> {
    let wrong = '';
    let broken: unknown;
    const property = fc.asyncProperty(requestsTo(operation, this.#values), async (request) => {
      if (this.#isOver() || broken) return true;
      try {
        const found = await this.#ask(operation, request);
        // What is found already is not looked for again.
        if (found === null || this.#findings.has(`${operation.name} ${found}`)) return true;
        wrong = found;
        return false;
      } catch (error) {
        broken = error;
        return true;
      }
    });
    const result = await fc.check(property, { seed: this.options.seed + round * NEXT_SEED, numRuns: RUNS_A_ROUND });
    if (broken) throw broken;
    const [request] = result.counterexample ?? [];
    if (request) this.#findings.set(`${operation.name} ${wrong}`, { operation: operation.name, wrong, request });
  }

  async #ask(operation: Operation, request: FuzzRequest): Promise<string | null> {
    const { url, init, company } = await this.options.callers.dress(request);
    const count = this.#byRoute.get(operation.name) as { requests: number; successes: number };
    this.#requests += 1;
    count.requests += 1;
    let answer: Answer;
    let tries = 0;
    do {
      try {
        answer = await answerTo(url, init);
      } catch (error) {
        return `did not answer: ${(error as Error).name}`;
      }
      this.#byStatus[answer.status] = (this.#byStatus[answer.status] ?? 0) + 1;
      tries += 1;
      if (MAY_PASS.has(answer.status)) {
        const kind = `${answer.status} ${operation.name} ${codeIn(answer.text)}`;
        this.#unavailable[kind] = (this.#unavailable[kind] ?? 0) + 1;
      }
    } while (MAY_PASS.has(answer.status) && tries < TRIES);
    if (answer.status < 300) count.successes += 1;
    const isSpent = answer.status === 429 || answer.text.includes('GATEWAY_CREDENTIAL_');
    if (isSpent && (request.caller === 'admin' || request.caller === 'key')) await this.options.callers.retire(company);
    return this.#check.wrongOf(operation, answer, 'fields' in request.query);
  }
}

async function answerTo(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(HANG_MS) });
  const mediaType = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim() ?? '';
  if (mediaType !== 'text/event-stream') return { status: response.status, mediaType, text: await response.text() };
  // It would go on for ever.
  await response.body?.cancel();
  return { status: response.status, mediaType, text: '' };
}
