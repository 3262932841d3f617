import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BenchStores } from './bench-stores.js';
import { type Figures, median, rounded } from './figures.js';

const ROUNDS = 7;
const WARM_UP_MS = 1_500;
const SLICE_MS = 1_500;

/** What the client's process is asked to do; it answers with calls per second. */
export interface RequestLoad {
  readonly way: 'bus' | 'raw';
  readonly milliseconds: number;
}

/**
 * Calls through RequestClient and RequestServer (actor token, headers, deadline, validation, answer frame) beside bare request and respond with
 * as many bytes. Both ways use the same two processes in turn, so that whatever else the machine does falls on both alike.
 */
export async function measureRequests(scope: AsyncDisposableStack, stores: BenchStores): Promise<Figures> {
  const server = await startPeer(scope, 'server', await stores.env('sandbox'));
  const client = await startPeer(scope, 'client', await stores.env('gateway'));
  const measure = (way: RequestLoad['way'], milliseconds: number) => ask(client, { way, milliseconds });
  for (const way of ['raw', 'bus'] as const) await measure(way, WARM_UP_MS);
  const rounds: { bus: number; raw: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const raw = await measure('raw', SLICE_MS);
    rounds.push({ raw, bus: await measure('bus', SLICE_MS) });
  }
  server.disconnect();
  client.disconnect();
  return {
    rpc_to_raw_ratio: rounded(median(rounds.map(({ bus, raw }) => bus / raw))),
    rpc_calls_per_second: rounded(median(rounds.map(({ bus }) => bus))),
    raw_calls_per_second: rounded(median(rounds.map(({ raw }) => raw))),
  };
}

/** A process that ends when this one lets go of it. Returns once it said that it is ready. */
async function startPeer(scope: AsyncDisposableStack, role: 'client' | 'server', env: Record<string, string>): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'bus-requests-main.js'), [role], { env: { NODE_ENV: 'production', ...env } });
  const exited = once(child, 'exit');
  scope.defer(async () => {
    if (child.connected) child.disconnect();
    await exited;
  });
  await Promise.race([once(child, 'message'), failed(role, exited)]);
  return child;
}

async function ask(child: ChildProcess, load: RequestLoad): Promise<number> {
  child.send(load);
  const [callsPerSecond] = await Promise.race([once(child, 'message'), failed('client', once(child, 'exit'))]);
  return callsPerSecond as number;
}

async function failed(role: string, exited: Promise<unknown>): Promise<never> {
  await exited;
  throw new Error(`the ${role} of the request benchmark ended`);
}
