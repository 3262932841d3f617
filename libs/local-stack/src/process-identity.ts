import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that another one cannot be taken for: pids are used again, a pid with its start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

/** Undefined when no such process lives (a zombie does not). */
export function identify(pid: number): ProcessIdentity | undefined {
  const startTime = process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid);
  return startTime ? { pid, startTime } : undefined;
}

export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  return identify(pid)?.startTime === startTime;
}

/** Ends a process that is not our child: asks with `signal`, waits, then forces. */
export async function endProcess(identity: ProcessIdentity, signal: NodeJS.Signals, waitSeconds = 10): Promise<void> {
  for (const next of [signal, 'SIGKILL'] as const) {
    if (!isAlive(identity)) return;
    process.kill(identity.pid, next);
    // One that was frozen would not notice.
    process.kill(identity.pid, 'SIGCONT');
    const deadline = Date.now() + waitSeconds * 1000;
    while (isAlive(identity) && Date.now() < deadline) await delay(50);
  }
}

function startTimeFromProc(pid: number): string | undefined {
  try {
    // Fields after the name, which is in parentheses and may hold anything: state is the 3rd field, starttime the 22nd.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startTimeFromPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
