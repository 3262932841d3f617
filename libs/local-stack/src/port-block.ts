import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { SetupError } from './setup-error.js';

/** Of ports; all below what Linux and macOS give to outgoing connections, one of which would take the port of a server that restarts. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Ports that one process may give to servers, which listen seconds after they were told: until then nothing but the block keeps others off.
 * Whoever listens on its first port has it; the kernel ends that with the process, however it ends.
 */
export interface PortBlock {
  readonly first: number;
  /** The others of the block. */
  readonly ports: readonly number[];
  release(): Promise<void>;
}

interface Wish {
  /** The first port of the block that is taken where nobody has it. */
  readonly first?: number | undefined;
  /** A port whose block is left alone. */
  readonly not?: number | undefined;
}

const SIZE = 100;

/** A block of the range that no other process has. @throws SetupError where all are taken */
export async function claimPortBlock({ from, to }: PortRange, { first: wished = -1, not = -1 }: Wish = {}): Promise<PortBlock> {
  const blocks = (to - from) / SIZE;
  // From any on, so that processes that start together seldom try the same ones.
  const start = randomInt(blocks);
  const all = Array.from({ length: blocks }, (_, index) => from + ((start + index) % blocks) * SIZE);
  const fit = all.filter((first) => not < first || not >= first + SIZE);
  for (const first of fit.includes(wished) ? [wished, ...fit] : fit) {
    const claim = await listenOn(first);
    if (!claim) continue;
    // It keeps no process alive.
    claim.unref();
    const ports = Array.from({ length: SIZE - 1 }, (_, index) => first + 1 + index);
    return { first, ports, release: () => new Promise((resolve) => claim.close(() => resolve())) };
  }
  throw new SetupError(`No ports are left between ${from} and ${to}: stop another SmartContent of this machine`);
}

/** A server that says nothing; undefined where somebody listens on that port of 127.0.0.1 already. */
export function listenOn(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
