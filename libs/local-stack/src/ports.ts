import { freePort } from './free-port.js';
import type { Home } from './home.js';

const FILE = 'ports.json';

/** Ports of stores and health pages: any free one, and the same one again at the next start where it is still free. */
export class Ports {
  readonly #known: Record<string, number>;

  constructor(private readonly home: Home) {
    this.#known = home.read<Record<string, number>>(FILE) ?? {};
  }

  async of(name: string): Promise<number> {
    const taken = new Set(Object.entries(this.#known).flatMap(([known, port]) => (known === name ? [] : [port])));
    let port = await freePort(this.#known[name]);
    while (taken.has(port)) port = await freePort();
    this.#known[name] = port;
    this.home.write(FILE, this.#known);
    return port;
  }
}
