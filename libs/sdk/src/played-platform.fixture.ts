import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Play = (response: ServerResponse, heard: Heard) => void | Promise<void>;

/** A server that answers as it is told, one play after the other; the last one stays. */
export class PlayedPlatform implements AsyncDisposable {
  readonly heard: Heard[] = [];
  #plays: Play[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<PlayedPlatform> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const platform = new PlayedPlatform(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void platform.#answer(request, response));
    return platform;
  }

  play(...plays: Play[]): void {
    this.#plays = plays;
    this.heard.length = 0;
  }

  get lines(): string[] {
    return this.heard.map(({ line }) => line);
  }

  /** What each request said under this name. */
  said(name: string): unknown[] {
    return this.heard.map(({ headers }) => headers[name]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const heard = { line: `${request.method} ${request.url}`, headers: request.headers, body };
    this.heard.push(heard);
    const play = this.#plays.length > 1 ? this.#plays.shift() : this.#plays[0];
    await play?.(response, heard);
  }
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Play =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body === null ? '' : JSON.stringify(body));
  };

export const refusal = (status: number, code: string, more: object = {}, headers: Record<string, string> = {}): Play =>
  json({ status, code, detail: `what ${code} means`, is_retryable: false, correlation_id: 'c-1', data: {}, ...more }, status, {
    'content-type': 'application/problem+json',
    ...headers,
  });

/** The connection ends where the answer should come. */
export const lost: Play = (response) => {
  response.destroy();
};

/** Nothing comes. */
export const silent: Play = () => undefined;

/** The head of a stream, these events, and then what becomes of the connection. */
export const events =
  (texts: readonly string[], end: 'end' | 'cut' | 'open' = 'end'): Play =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`: hello\nretry: 10\n\n${texts.join('')}`);
    if (end === 'end') response.end();
    if (end === 'cut') setImmediate(() => response.destroy());
  };
