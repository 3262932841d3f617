import { fork } from 'node:child_process';
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
  await startPeer(scope, 'server', await stores.env('sandbox'));
  const client = await startPeer(scope, 'client', await stores.env('gateway'));
  const measure = (way: RequestLoad['way'], milliseconds: number) => client.ask({ way, milliseconds });
  for (const way of ['raw', 'bus'] as const) await measure(way, WARM_UP_MS);
  const rounds: { bus: number; raw: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const raw = await measure('raw', SLICE_MS);
    rounds.push({ raw, bus: await measure('bus', SLICE_MS) });
  }
  return {
    rpc_to_raw_ratio: rounded(median(rounds.map(({ bus, raw }) => bus / raw))),
    rpc_calls_per_second: rounded(median(rounds.map(({ bus }) => bus))),
    raw_calls_per_second: rounded(median(rounds.map(({ raw }) => raw))),
  };
}

interface Peer {
  ask(load: RequestLoad): Promise<number>;
}

/** A process that ends with the scope. Returns once it said that it is ready. */
async function startPeer(scope: AsyncDisposableStack, role: 'client' | 'server', env: Record<string, string>): Promise<Peer> {
  const child = fork(join(import.meta.dirname, 'bus-requests-main.js'), [role], { env: { NODE_ENV: 'production', ...env } });
  const exited = once(child, 'exit');
  const failed = exited.then(() => Promise.reject(new Error(`the ${role} of the request benchmark ended`)));
  failed.catch(() => undefined);
  const said = async () => (await Promise.race([once(child, 'message'), failed]))[0] as number;
  scope.defer(async () => {
    if (child.connected) child.disconnect();
    await exited;
  });
  await said();
  return {
    ask: (load) => {
      child.send(load);
      return said();
    },
  };
}
