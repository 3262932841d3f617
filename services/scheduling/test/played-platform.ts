import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedPost {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

type Behaviour =
  | 'take'
  | 'refuse'
  | 'refuse-late'
  | 'ask-to-wait'
  | 'ask-to-wait-long'
  | 'wait-late'
  | 'lose-answer'
  | 'hang-up'
  | 'fail-after';

/** A webhook receiver of the test's own: takes posts, forgets nothing, and misbehaves as told for the next call. */
export class PlayedPlatform {
  readonly taken: ReceivedPost[] = [];
  calls = 0;
  lookUps = 0;
  next: Behaviour[] = [];
  /** Each `refuse-late` and `wait-late` waits here until it is let go. */
  readonly held: (() => void)[] = [];
  /** Posts to `silentUrl`, which get no answer until `unmute`. */
  unheard = 0;
  /** Look-ups get no answer until `unmute`. */
  isMute = false;
  readonly #unanswered: ServerResponse[] = [];
  /** Awaited after a post was taken and before it is answered. */
  onTaken: () => Promise<void> = async () => undefined;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/posts`;
  }

  get silentUrl(): string {
    return this.url.replace('/posts', '/silence');
  }

  /** `host:port`, which scheduling must be told of: it stands on this machine. */
  get host(): string {
    return new URL(this.url).host;
  }

  unmute(): void {
    this.isMute = false;
    for (const response of this.#unanswered.splice(0)) response.destroy();
  }

  takenOf(postId: string): ReceivedPost[] {
    return this.taken.filter((post) => post.id === postId);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      this.lookUps++;
      if (this.isMute) return void this.#unanswered.push(response);
      const found = this.takenOf(request.url?.split('/').at(-1) ?? '').length > 0;
      response.writeHead(found ? 200 : 404).end('{}');
      return;
    }
    if (request.url === '/silence') {
      this.unheard++;
      return void this.#unanswered.push(response);
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.calls++;
    const behaviour = this.next.shift() ?? 'take';
    const headers = request.headers as Record<string, string>;
    if (behaviour === 'take' || behaviour === 'lose-answer' || behaviour === 'fail-after') {
      this.taken.push({ id: headers['webhook-id'] as string, headers, body });
      await this.onTaken();
    }
    if (behaviour === 'refuse-late' || behaviour === 'wait-late') await new Promise<void>((resolve) => this.held.push(resolve));
    if (behaviour === 'lose-answer' || behaviour === 'hang-up') request.socket.destroy();
    else if (behaviour === 'refuse' || behaviour === 'refuse-late') response.writeHead(400).end('{}');
    else if (behaviour === 'ask-to-wait' || behaviour === 'wait-late') response.writeHead(429, { 'retry-after': '1' }).end('{}');
    else if (behaviour === 'ask-to-wait-long') response.writeHead(429, { 'retry-after': '600' }).end('{}');
    else if (behaviour === 'fail-after') response.writeHead(500).end('{}');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `there-${headers['webhook-id']}` }));
  }
}
