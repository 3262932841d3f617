import type { RunResult } from './chaos-run.js';
import { countFindings, WRONGS, type Wrong } from './checks/findings.js';

/** What `--json` writes. */
export type ChaosFigures = Readonly<Record<Wrong, number>> & {
  readonly seed: number;
  readonly minutes: number;
  /** Without the long outages, which are counted apart. */
  readonly faults: number;
  readonly faults_by_kind: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  readonly repeated: number;
  readonly events_acknowledged: number;
  readonly recovery_p50_ms: number;
  readonly recovery_p99_ms: number;
  readonly recovery_max_ms: number;
  /** Slowest recovery of each kind. */
  readonly recovery_by_kind: Readonly<Record<string, number>>;
  /** Slowest take-over from a relay's holder that was killed or stopped. */
  readonly relay_take_over_max_ms: number;
  readonly long_outages: number;
  readonly long_outage_recovery_max_ms: number;
};

export function figuresOf(result: RunResult, seed: number, minutes: number): ChaosFigures {
  const { ledger, findings } = result;
  const short = result.faults.filter(({ fault }) => !fault.isLong);
  const long = result.faults.filter(({ fault }) => fault.isLong);
  const byKind = Map.groupBy(short, ({ fault }) => fault.kind);
  const recoveries = short.map(({ recoveryMs }) => recoveryMs);
  const ofKinds = (value: (kind: typeof short) => number) =>
    Object.fromEntries([...byKind].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, records]) => [kind, value(records)]));
  return {
    seed,
    minutes,
    faults: short.length,
    faults_by_kind: ofKinds((records) => records.length),
    ...ledger.summary(),
    events_acknowledged: ledger.of('acknowledged', 'ingest').reduce((sum, { eventIds = [] }) => sum + eventIds.length, 0),
    ...countFindings(findings),
    recovery_p50_ms: percentile(recoveries, 0.5),
    recovery_p99_ms: percentile(recoveries, 0.99),
    recovery_max_ms: Math.max(0, ...recoveries),
    recovery_by_kind: ofKinds((records) => Math.max(...records.map(({ recoveryMs }) => recoveryMs))),
    relay_take_over_max_ms: Math.max(0, ...result.faults.flatMap(({ takeOverMs }) => takeOverMs ?? [])),
    long_outages: long.length,
    long_outage_recovery_max_ms: Math.max(0, ...long.map(({ recoveryMs }) => recoveryMs)),
  };
}

/** The ledger, and what is wrong with every id that it is about. */
export function printReport(result: RunResult, figures: ChaosFigures, print: (line: string) => void): void {
  const { ledger, findings, turnedAway } = result;
  print('');
  print('ledger           acknowledged   refused   unknown  repeated');
  for (const kind of ledger.kinds) print(ledgerLine(kind, ledger.summary(kind)));
  print(ledgerLine('all', ledger.summary()));
  if (turnedAway > 0) print(`${turnedAway} clients did not try: too many were waiting for an answer`);
  print('');
  for (const { wrong, where, id, detail } of findings) print(`${wrong}: ${id} in ${where}: ${detail}`);
  print(WRONGS.map((wrong) => `${wrong} ${figures[wrong]}`).join(', '));
  print(
    `${figures.faults} faults, recovery p50 ${figures.recovery_p50_ms} ms, p99 ${figures.recovery_p99_ms} ms; ` +
      `slowest take-over of a relay ${figures.relay_take_over_max_ms} ms; ${figures.long_outages} long outages, slowest recovery ${figures.long_outage_recovery_max_ms} ms`,
  );
}

function ledgerLine(kind: string, { acknowledged, refused, unknown, repeated }: ReturnType<RunResult['ledger']['summary']>): string {
  const column = (value: number) => String(value).padStart(10);
  return `${kind.padEnd(17)}${String(acknowledged).padStart(12)}${column(refused)}${column(unknown)}${column(repeated)}`;
}

/** The value that `share` of the values do not exceed (nearest rank). */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
