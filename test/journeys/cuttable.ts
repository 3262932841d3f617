import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy in front of a store that a journey can cut and mend: the store goes away for one service only. */
export class Cuttable {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  private constructor(private readonly target: URL) {}

  static async before(url: string): Promise<Cuttable> {
    const proxy = new Cuttable(new URL(url));
    await proxy.mend();
    return proxy;
  }

  /** The same address as the store's, by way of the proxy. */
  through(url: string): string {
    const parsed = new URL(url);
    parsed.hostname = '127.0.0.1';
    parsed.port = String(this.#port);
    return parsed.href;
  }

  get isCut(): boolean {
    return !this.#server?.listening;
  }

  /** Takes connections again, on the same port as before. */
  mend(): Promise<void> {
    this.#server = createServer((client) => this.#join(client));
    return new Promise((resolve, reject) => {
      this.#server?.once('error', reject).listen(this.#port, '127.0.0.1', () => {
        const address = this.#server?.address();
        if (address && typeof address === 'object') this.#port = address.port;
        resolve();
      });
    });
  }

  /** Ends every connection and refuses new ones. */
  cut(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => (this.#server?.listening ? this.#server.close(() => resolve()) : resolve()));
  }

  #join(client: Socket): void {
    const store = connect(Number(this.target.port), this.target.hostname);
    for (const [from, to] of [
      [client, store],
      [store, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('close', () => this.#sockets.delete(from) && to.destroy()).on('error', () => to.destroy());
      from.pipe(to);
    }
  }
}
