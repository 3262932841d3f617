import { cpSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosStack } from './chaos-stack.js';

/** What the broker acknowledges within this time before it dies, it has forgotten when it comes back. */
const LOST_MS = 2_000;

/** Kills the broker and starts it with a copy of its store that is two seconds old. Returns when the old store is back in its place. */
export async function loseTail(stack: ChaosStack): Promise<void> {
  const { process } = stack.stores.nats;
  const store = join(stack.home.path('nats'), 'jetstream');
  const copy = `${store}.copy`;
  process.signal('SIGSTOP');
  try {
    cpSync(store, copy, { recursive: true });
  } finally {
    process.signal('SIGCONT');
  }
  await delay(LOST_MS);
  process.holdDown();
  await process.kill();
  rmSync(store, { recursive: true });
  renameSync(copy, store);
  process.letStart();
}
