/** Measured numbers by snake_case name, in the order in which they are shown; the unit is the last word. */
export type Figures = Readonly<Record<string, number>>;

export interface Aim {
  readonly least?: number;
  readonly most?: number;
}

export interface Bench {
  readonly aims: Readonly<Record<string, Aim>>;
  /** Whatever it starts it hands to the scope, which ends it all. */
  run(scope: AsyncDisposableStack): Promise<Figures>;
}

/** The figures as one table, each with its aim where it has one. */
export function printTable(figures: Figures, aims: Readonly<Record<string, Aim>>): string {
  const rows = Object.entries(figures).map(([name, value]) => [name, shown(value), aims[name] ? judged(value, aims[name]) : '']);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([name, value, aim]) => `${name?.padEnd(widths[0] ?? 0)}  ${value?.padStart(widths[1] ?? 0)}  ${aim}`.trimEnd())
    .join('\n');
}

/** The middle of a few rounds. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that `share` of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Three digits are more than a shared machine repeats. */
export function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

function shown(value: number): string {
  return value >= 1_000 ? value.toLocaleString('en') : String(value);
}

function judged(value: number, { least, most }: Aim): string {
  const isReached = (least === undefined || value >= least) && (most === undefined || value <= most);
  const aim = least === undefined ? `at most ${most}` : `at least ${least}`;
  return `${isReached ? 'reached' : 'MISSED'} (aim: ${aim})`;
}
