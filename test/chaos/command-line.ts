import { parseArgs } from 'node:util';
import { BROKEN_BUILD_NAMES, type BrokenBuildName } from './broken-builds.js';
import { FAULT_KINDS, type FaultKind } from './fault-plan.js';

export interface CommandLine {
  readonly minutes: number;
  readonly seed: number;
  /** Where the figures go. */
  readonly json: string | undefined;
  /** The only kind of fault. */
  readonly only: FaultKind | undefined;
  readonly broken: BrokenBuildName | undefined;
  /** Keeps the folder of a clean run too. */
  readonly keep: boolean;
}

export const USAGE = `usage: pnpm chaos [--minutes 10] [--seed 1] [--json FILE] [--only KIND] [--broken BUILD] [--keep]
minutes: 30 at most
kinds:   ${FAULT_KINDS.join(', ')}
builds:  ${BROKEN_BUILD_NAMES.join(', ')}`;

const LONGEST_MINUTES = 30;
const OPTIONS = {
  minutes: { type: 'string', default: '10' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  only: { type: 'string' },
  broken: { type: 'string' },
  keep: { type: 'boolean', default: false },
} as const;

/** Undefined where it says something that nobody understands. */
export function readCommandLine(args: string[]): CommandLine | undefined {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
    const only = FAULT_KINDS.find((kind) => kind === values.only);
    const broken = BROKEN_BUILD_NAMES.find((name) => name === values.broken);
    const isUnderstood =
      minutes > 0 && minutes <= LONGEST_MINUTES && Number.isInteger(seed) && only === values.only && broken === values.broken;
    return isUnderstood ? { minutes, seed, json: values.json, only, broken, keep: values.keep } : undefined;
  } catch {
    return undefined;
  }
}
