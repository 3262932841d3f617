import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import autocannon from 'autocannon';
import { percentile } from './figures.js';

export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One kind of request, and what has to be so before a measurement of it. */
export interface Load {
  /** snake_case: begins the names of its figures. */
  readonly name: string;
  readonly url: string;
  /** Any other status fails the bench. */
  readonly status: number;
  next(): LoadRequest;
  prepare?(): Promise<void>;
  /** Called with the number of answers; throws where they did not come from where they should. */
  verify?(answers: number): Promise<void>;
}

export interface Measurement {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Each connection sends its next request when it has its answer. */
export async function measureClosedLoop(load: Load, connections: number, seconds: number): Promise<Measurement> {
  return closedLoop(load, connections, { duration: seconds });
}

/** The same for so many requests, however long they take. */
export async function measureRequests(load: Load, connections: number, requests: number): Promise<Measurement> {
  return closedLoop(load, connections, { amount: requests });
}

async function closedLoop(load: Load, connections: number, extent: { duration: number } | { amount: number }): Promise<Measurement> {
  await load.prepare?.();
  const answers = new Answers(load);
  const startedAt = performance.now();
  let endedAt = startedAt;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const run = autocannon(
    {
      url: load.url,
      connections,
      ...extent,
      requests: [{ setupRequest: (defaults) => ({ ...defaults, ...load.next() }) }],
    },
    (error: unknown, result) => {
      if (error) reject(error);
      else if (result.errors > 0) reject(new Error(`${load.name}: ${result.errors} requests got no answer`));
      else resolve();
    },
  );
  run.on('response', (_client, status, _bytes, milliseconds) => {
    answers.add(status, milliseconds);
    endedAt = performance.now();
  });
  await promise;
  return answers.measured(endedAt - startedAt);
}

/**
 * Requests leave at a steady rate, whether or not earlier ones have been answered. A request's time runs from the instant at which it was
 * due, so a server that stalls is charged for all who came meanwhile.
 */
export async function measureOpenLoop(load: Load, requestsPerSecond: number, seconds: number): Promise<Measurement> {
  await load.prepare?.();
  const answers = new Answers(load);
  const agent = new Agent({ keepAlive: true });
  const total = Math.round(requestsPerSecond * seconds);
  const startedAt = performance.now();
  const pending: Promise<void>[] = [];
  while (pending.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - startedAt) / 1_000) * requestsPerSecond));
    while (pending.length < due) {
      const dueAt = startedAt + (pending.length / requestsPerSecond) * 1_000;
      pending.push(send(load, agent).then((status) => answers.add(status, performance.now() - dueAt), answers.fail));
    }
    await delay(1);
  }
  await Promise.all(pending);
  agent.destroy();
  return answers.measured(performance.now() - startedAt);
}

/** One request, outside of any measurement. */
export async function sendOnce(load: Load): Promise<string> {
  const { path, ...init } = load.next();
  const response = await fetch(load.url + path, init);
  const body = await response.text();
  if (response.status !== load.status) throw new Error(`${load.name}: ${response.status} instead of ${load.status}: ${body}`);
  return body;
}

class Answers {
  readonly #milliseconds: number[] = [];
  #failure: unknown;

  constructor(private readonly load: Load) {}

  readonly fail = (failure: unknown): void => {
    this.#failure ??= failure;
  };

  add(status: number, milliseconds: number): void {
    if (status !== this.load.status) this.fail(new Error(`${this.load.name} was answered with ${status} instead of ${this.load.status}`));
    this.#milliseconds.push(milliseconds);
  }

  /** @throws Error where a single request had no answer or another than it should have. */
  async measured(elapsedMs: number): Promise<Measurement> {
    if (this.#failure) throw this.#failure;
    await this.load.verify?.(this.#milliseconds.length);
    return {
      requestsPerSecond: (this.#milliseconds.length / elapsedMs) * 1_000,
      p50Ms: percentile(this.#milliseconds, 0.5),
      p99Ms: percentile(this.#milliseconds, 0.99),
    };
  }
}

function send(load: Load, agent: Agent): Promise<number> {
  const { body, ...options } = load.next();
  return new Promise((resolve, reject) => {
    const sent = request(load.url, { ...options, agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    });
    sent.once('error', reject).end(body);
  });
}
