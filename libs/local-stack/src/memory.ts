import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './json-file.js';
import { isAlive, type ProcessIdentity } from './process-identity.js';

/** MiB of memory by name. */
export type MemoryUse = Readonly<Record<string, number>>;

/**
 * Proportional set size (shared pages divided among their users) of everything that the platform in this folder runs:
 * each store with its children, each service, and the supervisor with the commands that wait for it.
 * Empty where the kernel does not tell (only Linux does), or when nothing runs.
 */
export function measureMemory(home: string): MemoryUse {
  const recorded = readJson<readonly (ProcessIdentity & { name: string })[]>(join(home, 'processes.json')) ?? [];
  const supervisor = readJson<ProcessIdentity>(join(home, 'lock'));
  const processes = readProcesses();
  if (!supervisor || !isAlive(supervisor) || processes.length === 0) return {};
  const use: Record<string, number> = { supervisor: sum(ancestors(supervisor.pid, processes)) };
  for (const { name, pid } of recorded) use[name] = sum(processes.filter((known) => belongsTo(pid, known, processes)));
  return use;
}

/** The sum of a measurement, in MiB. */
export function totalMib(use: MemoryUse): number {
  return Math.round(Object.values(use).reduce((total, mib) => total + mib, 0));
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

function readProcesses(): Process[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${Number(name)}/stat`, 'utf8');
      const [, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(name), parent: Number(parent), group: Number(group) }];
    } catch {
      return [];
    }
  });
}

/** A child of ours leads a process group, in which its watcher is too; children of Postgres lead groups of their own. */
function belongsTo(leader: number, { pid, group, parent }: Process, processes: readonly Process[]): boolean {
  if (pid === leader || group === leader || parent === leader) return true;
  const above = parent > 1 && processes.find((known) => known.pid === parent);
  return above ? belongsTo(leader, above, processes) : false;
}

/** The process and those that only wait for it: scripts/start.mjs, npm and its shell. */
function ancestors(pid: number, processes: readonly Process[]): Process[] {
  const found: Process[] = [];
  for (let next = pid; next > 1; ) {
    const current = processes.find((known) => known.pid === next);
    if (!current || (found.length > 0 && !waitsForUs(next))) break;
    found.push(current);
    next = current.parent;
  }
  return found;
}

function waitsForUs(pid: number): boolean {
  try {
    return /npm|pnpm|scripts\/start\.mjs/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}

function sum(processes: readonly Process[]): number {
  const kib = processes.reduce((total, { pid }) => total + pssKib(pid), 0);
  return Math.round(kib / 102.4) / 10;
}

function pssKib(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
