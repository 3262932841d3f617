import { type CallOf, type HttpFace, httpRequestOf, type OutputOf, type RequestContract } from '@smartcontent/contracts';

/** The platform answered with a problem. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}

/** Calls the platform over HTTP, with the paths and shapes of the contracts. */
export class Api {
  constructor(
    readonly baseUrl: string,
    private readonly key: string,
  ) {}

  /** `idempotencyKey` makes a repeated POST answer as the first one did. */
  async call<C extends RequestContract>(contract: C, input: CallOf<C>, idempotencyKey?: string): Promise<OutputOf<C>> {
    const face = contract.http as HttpFace;
    const { path, body } = httpRequestOf(face, input as Record<string, unknown>);
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
    return this.send(face.method, path, headers, body) as Promise<OutputOf<C>>;
  }

  /** Sends a body as it is; throws ApiError for every answer above 299. */
  async send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<unknown> {
    const response = await fetch(`${this.baseUrl}${path}`, { method, headers: { ...headers, authorization: `Bearer ${this.key}` }, body });
    const answer = (await response.json()) as { code?: string; detail?: string };
    if (!response.ok) throw new ApiError(response.status, answer.code ?? 'UNKNOWN', answer.detail ?? '');
    return answer;
  }

  /** Opens the stream of notifications; calls back for each until the signal ends it. */
  async stream(path: string, onMessage: (data: { type: string }) => void, signal: AbortSignal): Promise<void> {
    const response = await fetch(`${this.baseUrl}${path}`, { headers: { authorization: `Bearer ${this.key}` }, signal });
    if (!response.ok || !response.body) throw new ApiError(response.status, 'STREAM', 'the stream did not open');
    let buffer = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const messages = (buffer + chunk).split('\n\n');
      buffer = messages.pop() ?? '';
      for (const message of messages) {
        const data = /^data: ?(.*)$/m.exec(message)?.[1];
        if (data) onMessage(JSON.parse(data) as { type: string });
      }
    }
  }
}
