import { connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of the connections that stood while bytes were held: a network that healed, or one that forgot them. */
export type HoleEnd = 'resume' | 'reset';

/** A TCP proxy in front of a store, so that its connections can be cut while the store lives. Its port stays the same. */
export class TcpProxy {
  readonly #pairs = new Set<readonly [client: Socket, store: Socket]>();
  #server: Server | undefined;
  #port = 0;
  #isHolding = false;

  private constructor(private readonly targetPort: number) {}

  /** In front of the store at this address on this machine. */
  static async before(url: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(Number(new URL(url).port));
    await proxy.mend();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** The same address as the store's, by way of the proxy. */
  through(url: string): string {
    return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(this.#port) }).href;
  }

  /** Resets every connection; those that come next are taken. */
  reset(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  /** Resets every connection and refuses new ones until `mend`. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server && new Promise<void>((resolve) => server.close(() => resolve()));
    this.reset();
    await closed;
  }

  /** Takes connections again. */
  async mend(): Promise<void> {
    if (this.#server) return;
    const server = createServer({ allowHalfOpen: false }, (client) => this.#join(client));
    this.#server = server;
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
    const address = server.address();
    if (address && typeof address === 'object') this.#port = address.port;
  }

  /** From now on nothing passes, in neither direction, and nobody is told: new connections stand as well and hear nothing. */
  hold(): void {
    this.#isHolding = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** Ends a hold. */
  release(end: HoleEnd): void {
    this.#isHolding = false;
    if (end === 'reset') this.reset();
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    await this.cut();
  }

  #join(client: Socket): void {
    const store = connect(this.targetPort, '127.0.0.1');
    const pair = [client, store] as const;
    this.#pairs.add(pair);
    for (const [from, to] of [pair, [store, client] as const]) {
      from.setNoDelay(true);
      from.on('data', (bytes) => {
        if (!to.write(bytes)) from.pause();
      });
      to.on('drain', () => {
        if (!this.#isHolding) from.resume();
      });
      from.on('end', () => to.end());
      from.on('error', () => to.resetAndDestroy());
      from.on('close', () => {
        this.#pairs.delete(pair);
        to.destroy();
      });
      if (this.#isHolding) from.pause();
    }
  }
}
