import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureSecrets, withUser } from '@smartcontent/local-stack';
import { ChaosStack, SERVICES } from '../chaos/chaos-stack.js';
import { tableOf, type WalkResult } from './report.js';
import { runWalk } from './run-walk.js';
import type { Addresses } from './world.js';

const EXIT_LEAK = 1;
const startedAt = Date.now();

/** `pnpm walk [--json FILE]`: README.md says what it tries and how its table reads. */
const { values } = parseArgs({ options: { json: { type: 'string' } } });
process.exit((await walkThrough(values.json)) ? 0 : EXIT_LEAK);

/** True where nobody got anywhere and every door was walked through. */
async function walkThrough(json: string | undefined): Promise<boolean> {
  console.log('starting a platform');
  const stack = await ChaosStack.start({ replicas: {}, env: { TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'warn' } });
  let isSound = false;
  try {
    const result = await Promise.race([runWalk(await addressesOf(stack), { note }), interrupted()]);
    console.log(tableOf(result));
    if (json) writeFileSync(json, `${JSON.stringify(plain(result), null, 2)}\n`);
    isSound = result.leaks.length === 0 && result.uncovered.length === 0;
  } catch (error) {
    console.error(error);
  }
  await stack[Symbol.asyncDispose]();
  if (isSound) stack.removeFolder();
  else console.log(`stores and logs are kept in ${stack.home.folder}`);
  return isSound;
}

function note(what: string): void {
  console.log(`${((Date.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${what}`);
}

function plain({ doors, tries, leaks, uncovered }: WalkResult): WalkResult {
  return { doors, tries, leaks, uncovered };
}

async function addressesOf(stack: ChaosStack): Promise<Addresses> {
  const secrets = await ensureSecrets(stack.home, SERVICES);
  const { postgres, nats, redis, clickhouse } = stack.stores;
  return {
    url: stack.gatewayUrl,
    sandboxUrl: stack.sandboxUrl,
    postgresUrl: postgres.url,
    passwords: secrets.roles,
    clickhouseUrl: clickhouse.url,
    redisUrl: redis.url,
    natsUrl: (user) => (user === 'all' ? nats.url : withUser(nats.url, user, secrets.nats[user])),
    privateKeys: Object.fromEntries(Object.entries(secrets.actorKeys).map(([service, { privateKey }]) => [service, privateKey])),
    operatorKey: secrets.operatorKey,
  };
}

/** Rejects at Ctrl-C, so that what runs is ended before this process is. */
function interrupted(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(`interrupted by ${signal}`)));
  return promise;
}
