import { claimPortBlock, listenOn, type PortBlock } from './port-block.js';

/** Below the blocks of platforms (`ports.ts`). */
const RANGE = { from: 10_000, to: 28_000 };

let own: Promise<PortBlock> | undefined;
let drawn = 0;

/**
 * A TCP port on 127.0.0.1 that nobody listens on, of a block that only this process draws from: another one for each call, until all 99 were
 * given. @throws Error where all of them are taken
 */
export async function freePort(): Promise<number> {
  own ??= claimPortBlock(RANGE);
  const { ports } = await own;
  for (let tries = 0; tries < ports.length; tries += 1) {
    const port = ports[drawn % ports.length] as number;
    drawn += 1;
    if (await isPortFree(port)) return port;
  }
  throw new Error(`All ports from ${ports[0]} to ${ports.at(-1)} are taken`);
}

export async function isPortFree(port: number): Promise<boolean> {
  const server = await listenOn(port);
  if (!server) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}
