import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BROKEN_BUILD_NAMES, brokenEnv, confessionOf } from './broken-builds.js';
import { runChaos } from './chaos-run.js';
import { ChaosStack } from './chaos-stack.js';
import { describeFault, faultsRequired, planFaults } from './fault-plan.js';
import { figuresOf, printReport } from './report.js';

/** `pnpm chaos --minutes 10 --seed 1 [--json FILE] [--only KIND] [--broken NAME] [--keep]`: README.md says what it proves. */
const EXIT_WRONG = 1;
const EXIT_USAGE = 2;
const REPLICAS = { content: 2, scheduling: 2, analytics: 2 };

await main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'string' },
      keep: { type: 'boolean' },
      only: { type: 'string' },
      broken: { type: 'string' },
    },
  });
  const broken = BROKEN_BUILD_NAMES.find((name) => name === values.broken);
  const minutes = Number(values.minutes ?? 10);
  const seed = Number(values.seed ?? 1);
  if (!(minutes > 0 && minutes <= 30) || !Number.isInteger(seed) || broken !== values.broken) {
    console.error(
      'usage: pnpm chaos [--minutes 10] [--seed 1] [--json FILE] [--only KIND] [--broken NAME] [--keep]; at most half an hour, a whole number as seed',
    );
    process.exit(EXIT_USAGE);
  }
  const print = (line: string) => console.log(line);
  const faults = planFaults(seed).filter(({ kind }) => kind === (values.only ?? kind));
  const leastFaults = faultsRequired(minutes);
  print(`seed ${seed}, ${minutes} minutes, at least ${leastFaults} faults, in this order:`);
  for (const [index, fault] of faults.slice(0, leastFaults).entries()) print(`${String(index + 1).padStart(3)} ${describeFault(fault)}`);
  const stack = await ChaosStack.start({ replicas: REPLICAS, env: broken && brokenEnv(broken) });
  if (broken && !stack.said.includes(confessionOf(broken))) throw new Error(`No service has loaded the build ${broken}`);
  let isClean = false;
  try {
    const load = { companies: 3, contentStepsPerSecond: 25, batchesPerSecond: 4, postLeadMs: [8_000, 12_000] as const };
    const run = { ...load, recoveryPatienceMs: 60_000, drainMs: 180_000 };
    const result = await Promise.race([
      runChaos(stack, { ...run, faults, leastMs: minutes * 60_000, leastFaults, seed, print }),
      interrupted(),
    ]);
    const figures = figuresOf(result, seed, minutes);
    printReport(result, figures, print);
    if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
    isClean = result.findings.length === 0;
  } catch (error) {
    console.error(error);
  }
  await stack[Symbol.asyncDispose]();
  if (isClean && !values.keep) stack.removeFolder();
  else print(`stores and logs are kept in ${stack.home.folder}`);
  process.exit(isClean ? 0 : EXIT_WRONG);
}

/** Rejects at Ctrl-C, so that what runs is ended before this process is. */
function interrupted(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(`interrupted by ${signal}`)));
  return promise;
}
