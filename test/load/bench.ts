import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { authBench } from './auth-bench.js';
import { busBench } from './bus-bench.js';
import { type Bench, printTable } from './figures.js';
import { floodBench } from './flood-bench.js';
import { httpBench } from './http-bench.js';
import { likenessBench } from './likeness-bench.js';
import { planningBench } from './planning-bench.js';
import { searchBench } from './search-bench.js';
import { startBench } from './start-bench.js';

/** `pnpm bench <name> [--json FILE]`: docs/benchmarks.md says what each of them measures. */
const BENCHES: Readonly<Record<string, Bench>> = {
  auth: authBench,
  bus: busBench,
  flood: floodBench,
  http: httpBench,
  likeness: likenessBench,
  planning: planningBench,
  search: searchBench,
  start: startBench,
};
const EXIT_USAGE = 2;

await main();

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
  const name = positionals[0] ?? '';
  const bench = BENCHES[name];
  if (!bench || positionals.length > 1) {
    console.error(`usage: pnpm bench <${Object.keys(BENCHES).join('|')}> [--json FILE]`);
    process.exit(EXIT_USAGE);
  }
  const scope = new AsyncDisposableStack();
  try {
    const figures = await Promise.race([bench.run(scope), interrupted()]);
    console.log(printTable(figures, bench.aims));
    if (values.json) writeFileSync(values.json, `${JSON.stringify({ name, figures }, null, 2)}\n`);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  await scope.disposeAsync();
  process.exit();
}

/** Rejects at Ctrl-C, so that what runs is ended before this process is. */
function interrupted(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(`interrupted by ${signal}`)));
  return promise;
}
