import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosStack } from './chaos-stack.js';
import { checkRun } from './checks/check-run.js';
import type { Finding } from './checks/findings.js';
import { type Company, signUp } from './company.js';
import { describeFault, type Fault } from './fault-plan.js';
import { FrontDoor } from './front-door.js';
import { injectFault, type Scene } from './inject-fault.js';
import { Ledger } from './ledger.js';
import { Load, type LoadOptions } from './load.js';
import { LongTransactions } from './long-transactions.js';
import { NotRecovered, Probe } from './probe.js';
import { Random } from './random.js';
import { StoreAccess } from './store-access.js';
import { whenDrained } from './when-drained.js';

/** Before the first fault everything must work. */
const WARM_UP_MS = 60_000;

/** A fault that was carried out. */
export interface FaultRecord {
  readonly fault: Fault;
  readonly note: string;
  /** From the end of the outage until the platform worked again as a whole. */
  readonly recoveryMs: number;
  /** What had to be so for that, each with its time since the end of the outage. */
  readonly steps: string;
  /** Milliseconds until another process had taken over from the relay's holder, where that was hurt. */
  readonly takeOverMs: number | undefined;
}

export interface RunResult {
  readonly ledger: Ledger;
  readonly faults: readonly FaultRecord[];
  readonly findings: readonly Finding[];
  readonly turnedAway: number;
}

export interface RunOptions extends Pick<LoadOptions, 'contentStepsPerSecond' | 'batchesPerSecond' | 'postLeadMs'> {
  readonly faults: readonly Fault[];
  /** Faults go on until both are reached. */
  readonly leastMs: number;
  readonly leastFaults: number;
  readonly companies: number;
  /** How long the platform may take to work again before that counts as never. */
  readonly recoveryPatienceMs: number;
  /** How long what is under way at the end may take to come to rest. */
  readonly drainMs: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

/** Load, faults and the check at the end, on a stack that runs. */
export async function runChaos(stack: ChaosStack, options: RunOptions): Promise<RunResult> {
  const { print, seed } = options;
  const ledger = new Ledger();
  const door = new FrontDoor(stack.gatewayUrl, ledger);
  const companies = await Promise.all(Array.from({ length: options.companies }, () => signUp(stack.gatewayUrl, stack.sandboxUrl)));
  ledger.companies.push(...companies);
  await using stores = await StoreAccess.of(stack);
  await using long = new LongTransactions(stack.stores.postgres.url, new Random(seed));
  const load = new Load({ ...options, door, companies, random: new Random(seed), long });
  const probe = new Probe(door, stores, companies[0] as Company);
  load.start();
  const faults: FaultRecord[] = [];
  const findings: Finding[] = [];
  try {
    await injure({ stack, stores, load }, probe, options, faults);
  } catch (error) {
    if (!(error instanceof NotRecovered)) throw error;
    const last = options.faults[faults.length];
    findings.push({ wrong: 'stuck', where: 'the platform', id: last?.kind ?? 'the start', detail: error.message });
  } finally {
    await load.stop();
  }
  print('the load has ended; waiting for what is under way');
  if (!(await whenDrained(stores, options.drainMs))) print(`not everything came to rest within ${options.drainMs / 1_000} s`);
  findings.push(...(await checkRun(stores, ledger, stack.home.path('files', 'sandbox'))));
  return { ledger, faults, findings, turnedAway: load.turnedAway };
}

/** One fault after the other, each once the platform has recovered from the last. */
async function injure(scene: Scene, probe: Probe, options: RunOptions, records: FaultRecord[]): Promise<void> {
  const startedAt = Date.now();
  await probe.recovered(WARM_UP_MS);
  for (const fault of options.faults) {
    if (Date.now() - startedAt >= options.leastMs && records.length >= options.leastFaults) return;
    // One fault at a time: who was killed by the last one is back too, needed or not.
    await scene.stack.whenReady();
    await delay(fault.gapMs);
    const { endedAtMs, note, takeOver } = await injectFault(scene, fault);
    const steps = (await probe.recovered(options.recoveryPatienceMs)).map(({ what, atMs }) => ({ what, ms: atMs - endedAtMs }));
    const recoveryMs = Math.max(...steps.map(({ ms }) => ms));
    const told = steps.map(({ what, ms }) => `${what} ${ms}`).join(', ');
    const record = { fault, note, recoveryMs, steps: told, takeOverMs: await takeOver };
    records.push(record);
    options.print(lineOf(record, records.length, Date.now() - startedAt));
  }
  await delay(Math.max(0, options.leastMs - (Date.now() - startedAt)));
}

function lineOf({ fault, note, recoveryMs, steps, takeOverMs }: FaultRecord, number: number, atMs: number): string {
  const takenOver = takeOverMs === undefined ? '' : `, taken over after ${takeOverMs} ms`;
  const at = `${(atMs / 1_000).toFixed(1)} s`.padStart(8);
  return `${String(number).padStart(3)} ${at}  recovered in ${String(recoveryMs).padStart(5)} ms  ${describeFault(fault)} (${note}${takenOver}): ${steps}`;
}
