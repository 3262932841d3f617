import { writeFileSync } from 'node:fs';
import { brokenEnv, confessionOf } from './broken-builds.js';
import { type RunOptions, runChaos } from './chaos-run.js';
import { ChaosStack } from './chaos-stack.js';
import { type CommandLine, readCommandLine, USAGE } from './command-line.js';
import { describeFault, faultsRequired, planFaults } from './fault-plan.js';
import { figuresOf, printReport } from './report.js';

const EXIT_WRONG = 1;
const EXIT_USAGE = 2;
const REPLICAS = { content: 2, scheduling: 2, analytics: 2 };
const LOAD: Pick<RunOptions, 'companies' | 'contentStepsPerSecond' | 'batchesPerSecond' | 'postLeadMs'> = {
  companies: 3,
  contentStepsPerSecond: 25,
  batchesPerSecond: 4,
  postLeadMs: [8_000, 12_000],
};

/** `pnpm chaos`: README.md says what it proves and how its output reads. */
const commandLine = readCommandLine(process.argv.slice(2));
if (!commandLine) {
  console.error(USAGE);
  process.exit(EXIT_USAGE);
}
process.exit((await run(commandLine)) ? 0 : EXIT_WRONG);

/** True where nothing was wrong. */
async function run({ minutes, seed, json, only, broken, keep }: CommandLine): Promise<boolean> {
  const faults = planFaults(seed).filter(({ kind }) => kind === (only ?? kind));
  const leastFaults = faultsRequired(minutes);
  print(`seed ${seed}, ${minutes} minutes, ${leastFaults} faults at least, and more of the plan while there is time:`);
  for (const [index, fault] of faults.slice(0, leastFaults).entries()) print(`${String(index + 1).padStart(3)} ${describeFault(fault)}`);
  const stack = await ChaosStack.start({ replicas: REPLICAS, env: broken && brokenEnv(broken) });
  let isClean = false;
  try {
    if (broken && !stack.said.includes(confessionOf(broken))) throw new Error(`No service has loaded the build ${broken}`);
    const options = { ...LOAD, faults, leastMs: minutes * 60_000, leastFaults, seed, recoveryPatienceMs: 60_000, drainMs: 180_000, print };
    const result = await Promise.race([runChaos(stack, options), interrupted()]);
    const figures = figuresOf(result, seed, minutes);
    printReport(result, figures, print);
    if (json) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
    isClean = result.findings.length === 0;
  } catch (error) {
    console.error(error);
  }
  await stack[Symbol.asyncDispose]();
  if (isClean && !keep) stack.removeFolder();
  else print(`stores and logs are kept in ${stack.home.folder}`);
  return isClean;
}

/** Rejects at Ctrl-C, so that what runs is ended before this process is. */
function interrupted(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(`interrupted by ${signal}`)));
  return promise;
}

function print(line: string): void {
  console.log(line);
}
