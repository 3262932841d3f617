import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP relay in front of a real store: cutting it is what a store that goes away looks like to its client. */
export class SeverableProxy implements AsyncDisposable {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    /** The store's URL through this relay. */
    readonly url: string,
  ) {}

  static async open(target: string): Promise<SeverableProxy> {
    const url = new URL(target);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxied = target.replace(url.host, `127.0.0.1:${(server.address() as AddressInfo).port}`);
    const proxy = new SeverableProxy(server, proxied);
    server.on('connection', (client) => proxy.relay(client, Number(url.port)));
    return proxy;
  }

  /** Ends every connection and refuses new ones. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private relay(client: Socket, port: number): void {
    if (this.isCut) {
      client.destroy();
      return;
    }
    const store = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, store],
      [store, client],
    ] as const) {
      this.sockets.add(from);
      from
        .on('error', () => undefined)
        .on('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
      from.pipe(to);
    }
  }
}
