import * as analytics from '@smartcontent/analytics';
import * as campaigns from '@smartcontent/campaigns';
import * as content from '@smartcontent/content';
import { type CallOf, type HttpFace, httpRequestOf, type OutputOf, type RequestContract } from '@smartcontent/contracts';
import * as embeddings from '@smartcontent/embeddings';
import * as gateway from '@smartcontent/gateway';
import * as generation from '@smartcontent/generation';
import * as identity from '@smartcontent/identity';
import * as sandbox from '@smartcontent/sandbox';
import * as scheduling from '@smartcontent/scheduling';
import type { RunningService } from '@smartcontent/service';
import { type Stack, type StackOptions, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll } from 'vitest';

type Started = 'gateway' | 'identity' | 'content' | 'generation' | 'campaigns' | 'scheduling' | 'analytics' | 'embeddings';
/** Environment variables that a journey wants otherwise, by service. */
export type Overrides = Partial<Record<Started, Record<string, string>>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a journey looks at whatever JSON came back
  readonly body: any;
}

/** All services in this process, on the stores of this file, entered through the gateway's HTTP. */
export class JourneyPlatform {
  url = '';
  sandboxUrl = '';
  readonly #running: AsyncDisposable[] = [];
  /** Those with an outbox and an inbox. */
  readonly #services: RunningService[] = [];

  constructor(readonly stack: Stack) {}

  async start(overrides: Overrides): Promise<void> {
    const env = (name: Started) => ({
      ...this.stack.env(name),
      ...overrides[name],
    });
    const keep = (service: RunningService) => {
      this.#running.push(service);
      this.#services.push(service);
    };
    const played = await sandbox.start(sandbox.readConfig(this.stack.env('sandbox')));
    this.#running.push(played);
    keep(await identity.start(identity.readConfig({ SMTP_URL: played.smtpUrl, ...env('identity') })));
    keep(await content.start(content.readConfig(env('content'))));
    const own = { OUTGOING_ALLOWED_HOSTS: new URL(played.url).host };
    keep(await generation.start(generation.readConfig({ ...env('generation'), ...own })));
    keep(await campaigns.start(campaigns.readConfig(env('campaigns'))));
    keep(await scheduling.start(scheduling.readConfig({ ...env('scheduling'), ...own })));
    keep(await analytics.start(analytics.readConfig(env('analytics'))));
    keep(await embeddings.start(embeddings.readConfig(env('embeddings'))));
    const edge = await gateway.start(gateway.readConfig(env('gateway')));
    this.#running.push(edge);
    this.url = edge.url;
    this.sandboxUrl = played.url;
  }

  async stop(): Promise<void> {
    for (const service of this.#running.reverse()) await service[Symbol.asyncDispose]();
  }

  /** Resolves when the services have handled what they told each other, and what that made them tell. */
  async drained(): Promise<void> {
    for (const service of [...this.#services, ...this.#services]) await service.drained();
  }

  /** One HTTP request as a client sends it. */
  async http(
    method: string,
    path: string,
    options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const { token, body, headers = {} } = options;
    const isText = typeof body === 'string';
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body === undefined || isText ? (body as string | undefined) : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  }

  /** Calls a contract's route and expects its success. */
  async call<C extends RequestContract>(contract: C, input: CallOf<C>, token?: string): Promise<OutputOf<C>> {
    const face = contract.http as HttpFace;
    const { path, body } = httpRequestOf(face, input as Record<string, unknown>);
    const answer = await this.http(face.method, path, { token, body });
    if (answer.status !== face.status) throw new Error(`${face.method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as OutputOf<C>;
  }
}

/** Starts the platform before the file's first test and stops it after the last. */
export function usePlatform(
  overrides: (stack: Stack) => Overrides | Promise<Overrides> = () => ({}),
  options: StackOptions = {},
): JourneyPlatform {
  const stack = useStack(options);
  const platform = new JourneyPlatform(stack);
  beforeAll(async () => platform.start(await overrides(stack)));
  afterAll(() => platform.stop());
  return platform;
}
