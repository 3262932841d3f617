import { isPortFree } from './free-port.js';
import type { Home } from './home.js';
import { claimPortBlock, type PortBlock, type PortRange } from './port-block.js';
import { SetupError } from './setup-error.js';

/** Of platforms' blocks. */
export const PLATFORM_PORTS: PortRange = { from: 28_000, to: 32_000 };

const FILE = 'ports.json';
/** Stands among the names, with the first port of the block; files of before blocks have none. */
const BLOCK = 'block';

/** Ports of stores and health pages: of a block that no other platform takes from, and the same ones again at the next start where they are still free. */
export class Ports {
  readonly #known: Record<string, number>;
  readonly #asked = new Map<string, Promise<number>>();
  #block: Promise<PortBlock> | undefined;

  /** The API's port is the person's choice, and may lie among the blocks. */
  constructor(
    private readonly home: Home,
    private readonly apiPort?: number,
  ) {
    this.#known = home.read<Record<string, number>>(FILE) ?? {};
  }

  /** The same one whenever the name is asked for. @throws SetupError where none is left */
  of(name: string): Promise<number> {
    const port = this.#asked.get(name) ?? this.#find(name);
    this.#asked.set(name, port);
    return port;
  }

  /** Lets others have the block. The end of this process does so too. */
  async release(): Promise<void> {
    const block = await this.#block?.catch(() => undefined);
    await block?.release();
  }

  async #find(name: string): Promise<number> {
    this.#block ??= this.#claim();
    const { ports } = await this.#block;
    const before = this.#known[name];
    // Outside of all blocks: from before there were any.
    const mayStay = before !== undefined && (ports.includes(before) || before < PLATFORM_PORTS.from || before >= PLATFORM_PORTS.to);
    if (mayStay && (await isPortFree(before))) return before;
    for (const port of ports) {
      if (Object.values(this.#known).includes(port)) continue;
      // Noted before it is looked at, so that who asks meanwhile does not get it too.
      this.#known[name] = port;
      if (!(await isPortFree(port))) continue;
      this.home.write(FILE, this.#known);
      return port;
    }
    throw new SetupError(`All ports from ${ports[0]} to ${ports.at(-1)} are taken: remove ${this.home.path(FILE)}`);
  }

  async #claim(): Promise<PortBlock> {
    const block = await claimPortBlock(PLATFORM_PORTS, { first: this.#known[BLOCK], not: this.apiPort });
    this.#known[BLOCK] = block.first;
    return block;
  }
}
