import { join } from 'node:path';
import { EVENTS, GetAccount, LogIn, type OutputOf, type ServiceName, SignUp } from '@smartcontent/contracts';
import { migrations } from '@smartcontent/identity/migrations';
import { WORKSPACE } from '@smartcontent/local-stack';
import autocannon from 'autocannon';
import { startProcess } from './bench-process.js';
import { startStores } from './bench-stores.js';
import { type Bench, type Figures, rounded } from './figures.js';
import { type Load, measureOpenLoop } from './load.js';

const SECONDS = 10;
const FLOODERS = 64;
/** Below what the free tier may ask in a minute, all rounds together. */
const READS_PER_SECOND = 100;
/** Each in a neighbourhood of its own. */
const ADDRESSES = Array.from({ length: 2_000 }, (_, n) => `10.${n >> 8}.${n & 255}.1`);
const PASSWORD = 'correct horse battery';
const JSON_TYPE = { 'content-type': 'application/json' };

/** Reads of who is logged in, while others try to log in as fast as they can: from one address, and from thousands. */
export const floodBench: Bench = {
  aims: { one_address_read_p99_ms: { most: 50 }, many_addresses_read_p99_ms: { most: 50 } },
  async run(scope) {
    console.log('starting stores, identity and gateway');
    const url = await startFront(scope);
    const read = await signUp(url);
    await measureOpenLoop(read, READS_PER_SECOND, 2);
    console.log('reads alone');
    const quiet = await measureOpenLoop(read, READS_PER_SECOND, SECONDS);
    console.log('beside a flood from one address');
    const one = await readBesideFlood(read, 'one_address', ['203.0.113.7']);
    console.log('beside a flood from many');
    const many = await readBesideFlood(read, 'many_addresses', ADDRESSES);
    const figures = { ...one, ...many, quiet_read_p50_ms: quiet.p50Ms, quiet_read_p99_ms: quiet.p99Ms };
    return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
  },
};

/** A gateway that believes in X-Forwarded-For, so that one machine can be many. */
async function startFront(scope: AsyncDisposableStack): Promise<string> {
  const stores = await startStores(scope, { services: [{ name: 'identity', migrations }], events: EVENTS });
  const run = async (service: ServiceName, more: Record<string, string> = {}) => {
    const env = { ...(await stores.env(service)), ...more };
    const main = join(WORKSPACE, 'services', service, 'dist', 'main.js');
    const logFile = join(stores.folder, `${service}.log`);
    // The gateway says so on its public port as well, which it opens last.
    const port = service === 'gateway' ? env.PORT : env.HEALTH_PORT;
    await startProcess(scope, { main, env, logFile, readyUrl: `http://127.0.0.1:${port}/readyz` });
    return `http://127.0.0.1:${env.PORT}`;
  };
  await run('identity');
  return run('gateway', { TRUSTED_PROXIES: '127.0.0.1' });
}

async function signUp(url: string): Promise<Load> {
  const body = JSON.stringify({ company_name: 'Acme', email: 'ada@acme.example', password: PASSWORD });
  const response = await fetch(`${url}${SignUp.http?.path}`, { method: 'POST', headers: JSON_TYPE, body });
  const { session } = (await response.json()) as OutputOf<typeof SignUp>;
  const headers = { authorization: `Bearer ${session.access_token}` };
  return { name: 'read', url, status: 200, next: () => ({ method: 'GET', path: GetAccount.http?.path ?? '', headers }) };
}

/** Everybody of the flood tries as soon as he was answered; in a thread of its own, so that the reads are timed well. */
async function readBesideFlood(read: Load, name: string, addresses: readonly string[]): Promise<Figures> {
  const flood = autocannon({
    url: read.url,
    connections: FLOODERS,
    duration: SECONDS,
    workers: 1,
    requests: addresses.map((address, n) => ({
      method: 'POST',
      path: LogIn.http?.path,
      headers: { ...JSON_TYPE, 'x-forwarded-for': address },
      body: JSON.stringify({ email: `nobody-${n}@acme.example`, password: PASSWORD }),
    })),
  });
  const [{ statusCodeStats = {} }, reads] = await Promise.all([flood, measureOpenLoop(read, READS_PER_SECOND, SECONDS)]);
  const ofStatus = Object.entries(statusCodeStats).map(([status, { count = 0 }]) => [`${name}_answers_${status}`, count]);
  return { [`${name}_read_p50_ms`]: reads.p50Ms, [`${name}_read_p99_ms`]: reads.p99Ms, ...Object.fromEntries(ofStatus) };
}
