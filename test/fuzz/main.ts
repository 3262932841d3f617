import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { connect } from '@nats-io/transport-node';
import { ensureSecrets } from '@smartcontent/local-stack';
import { ChaosStack, SERVICES } from '../chaos/chaos-stack.js';
import { Callers } from './callers.js';
import { plantDeadLetter } from './plant-dead-letter.js';
import { type FuzzResult, runFuzz } from './run-fuzz.js';

const EXIT_WRONG = 1;
const EXIT_USAGE = 2;
const OPTIONS = {
  requests: { type: 'string', default: '20000' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
} as const;

/** `pnpm fuzz`: README.md says what it asks and how its output reads. */
const commandLine = readCommandLine();
if (!commandLine) {
  console.error('usage: pnpm fuzz [--requests 20000] [--seed 1] [--json FILE]');
  process.exit(EXIT_USAGE);
}
process.exit((await run(commandLine)) ? 0 : EXIT_WRONG);

interface CommandLine {
  readonly requests: number;
  readonly seed: number;
  readonly json: string | undefined;
}

/** Undefined where it says something that nobody understands. */
function readCommandLine(): CommandLine | undefined {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    const [requests, seed] = [Number(values.requests), Number(values.seed)];
    return requests > 0 && Number.isInteger(requests) && Number.isInteger(seed) ? { requests, seed, json: values.json } : undefined;
  } catch {
    return undefined;
  }
}

/** True where nothing was wrong. */
async function run({ requests, seed, json }: CommandLine): Promise<boolean> {
  console.log('starting a platform');
  const stack = await ChaosStack.start({ replicas: {}, env: { TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'warn' } });
  let isClean = false;
  try {
    const { operatorKey } = await ensureSecrets(stack.home, SERVICES);
    const { gatewayUrl: url, sandboxUrl } = stack;
    const { host, username, password } = new URL(stack.stores.nats.url);
    const nats = await connect({ servers: host, user: username, pass: password });
    const callers = new Callers({ url, operatorKey, sandboxUrl, plantDeadLetter: (...of) => plantDeadLetter(nats, ...of) });
    console.log(`seed ${seed}, ${requests} requests`);
    const result = await Promise.race([runFuzz({ url, callers, requests, seed }), interrupted()]).finally(() => nats.close());
    printResult(result);
    if (json) writeFileSync(json, `${JSON.stringify({ seed, ...result }, null, 2)}\n`);
    isClean = result.findings.length === 0;
  } catch (error) {
    console.error(error);
  }
  await stack[Symbol.asyncDispose]();
  if (isClean) stack.removeFolder();
  else console.log(`stores and logs are kept in ${stack.home.folder}`);
  return isClean;
}

function printResult({ requests, routes, seconds, byStatus, unavailable, byRoute, neverSucceeded, findings }: FuzzResult): void {
  console.log(`${requests} requests to ${routes} routes in ${seconds} s`);
  for (const [status, count] of Object.entries(byStatus)) console.log(`${status}  ${String(count).padStart(8)}`);
  for (const [kind, count] of Object.entries(unavailable)) console.log(`${String(count).padStart(8)} times ${kind}`);
  console.log('requests  successes  route');
  for (const [name, { requests: asked, successes }] of Object.entries(byRoute))
    console.log(`${String(asked).padStart(8)}  ${String(successes).padStart(9)}  ${name}`);
  console.log(`routes that never answered with success: ${neverSucceeded.length}`);
  for (const name of neverSucceeded) console.log(`  ${name}`);
  console.log(`findings: ${findings.length}`);
  for (const { operation, wrong, request } of findings) console.log(`${operation} ${wrong}\n  ${JSON.stringify(request)}`);
}

/** Rejects at Ctrl-C, so that what runs is ended before this process is. */
function interrupted(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(`interrupted by ${signal}`)));
  return promise;
}
