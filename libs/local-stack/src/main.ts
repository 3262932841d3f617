import { fstatSync } from 'node:fs';
import { readStackConfig, type StackConfig } from './config.js';
import type { DemoCompany } from './demo-company.js';
import { isPortFree } from './free-port.js';
import { Home } from './home.js';
import { measureMemory, totalMib } from './memory.js';
import type { Platform, PlatformAddresses } from './platform.js';
import { SetupError, toSetupError } from './setup-error.js';

const EXIT_SETUP = 1;
/** A terminal's Ctrl-C reaches us directly and again through npm: what follows this fast is the same wish. */
const SAME_WISH_MS = 1_000;

await main();

async function main(): Promise<void> {
  const stopping = stopRequested();
  let home: Home | undefined;
  let platform: Platform | undefined;
  let failure: string | undefined;
  try {
    const config = readStackConfig();
    home = Home.open(config.home);
    if (!(await isPortFree(config.port))) throw new SetupError(`Port ${config.port} is taken: set SMARTCONTENT_PORT to another one`);
    // Loading what a platform takes lasts a second, which the refusals above need not wait.
    const { Platform } = await import('./platform.js');
    platform = new Platform(config, home, print);
    const running = run(config, home, platform);
    const reason = await Promise.race([stopping, running.then(() => Promise.race([stopping, (platform as Platform).failed]))]);
    print(`stopping (${reason})`);
  } catch (error) {
    failure = toSetupError(error, 'starting SmartContent').message;
  }
  await platform?.stop();
  home?.release();
  if (failure === undefined) print('stopped');
  else process.stderr.write(`${failure}\n`);
  process.exit(failure === undefined ? 0 : EXIT_SETUP);
}

async function run(config: StackConfig, home: Home, platform: Platform): Promise<void> {
  print(`SmartContent in ${config.home}`);
  const addresses = await platform.start();
  const { ensureDemoCompany } = await import('./demo-company.js');
  const demo = addresses.api ? await ensureDemoCompany(home, addresses.api, addresses.sandbox) : undefined;
  const readySeconds = Math.round((Date.now() - config.startedAtMs) / 100) / 10;
  const memory = measureMemory(config.home);
  home.write('start.json', { ready_seconds: readySeconds, memory_mib: memory });
  for (const line of summary(home, addresses, demo)) print(line);
  print(
    `ready after ${readySeconds} s, ${totalMib(memory)} MiB of memory (${Object.entries(memory)
      .map(([name, mib]) => `${name} ${Math.round(mib)}`)
      .join(', ')})`,
  );
  print('Ctrl-C stops everything');
}

function summary(home: Home, { api, sandbox }: PlatformAddresses, demo: DemoCompany | undefined): string[] {
  const lines = [
    ['API', api],
    ['docs', demo?.docs_url],
    ['demo key', demo?.api_key],
    ['sandbox', sandbox],
    ['details', demo && home.path('demo.json')],
    ['operator', api && home.path('operator.json')],
    ['logs', home.path('logs')],
  ] as const;
  return lines.flatMap(([name, value]) => (value ? [`  ${name.padEnd(9)} ${value}`] : []));
}

/** Resolves at the first wish to stop; the second one ends at once, and the closing pipes end the rest. */
function stopRequested(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let firstAtMs = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstAtMs > 0 && Date.now() - firstAtMs > SAME_WISH_MS) process.exit(EXIT_SETUP);
      firstAtMs ||= Date.now();
      resolve(signal);
    });
  }
  // scripts/start.mjs holds the other end; a person's terminal is not read.
  if (isPipe(0)) process.stdin.once('end', () => resolve('its parent ended')).resume();
  return promise;
}

function isPipe(descriptor: number): boolean {
  const status = fstatSync(descriptor);
  return status.isFIFO() || status.isSocket();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
