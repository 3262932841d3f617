import { Random } from './random.js';

/** Every way in which something goes wrong. */
export const FAULT_KINDS = [
  'kill identity',
  'kill content',
  'kill scheduling',
  'kill analytics',
  'kill gateway',
  'kill sandbox',
  'kill relay holder',
  'kill mid transaction',
  'kill nats',
  'kill postgres',
  'kill redis',
  'kill clickhouse',
  'stop consumer',
  'stop relay holder',
  'cut nats',
  'cut postgres',
  'cut redis',
  'cut clickhouse',
  'hole nats',
  'hole postgres',
  'hole redis',
  'hole clickhouse',
  'full events',
  'full ingest',
  'lost tail',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One fault as it was drawn; what a draw does not use, it ignores. */
export interface Fault {
  readonly kind: FaultKind;
  /** Quiet time before it. */
  readonly gapMs: number;
  /** How long it lasts; 0 where what was killed may come back at once. */
  readonly lengthMs: number;
  /** Longer than a recovery may take: counted apart. */
  readonly isLong: boolean;
  /** From 0 to 1: which replica, which service's relay, which consumer, how a hole ends. */
  readonly choice: number;
}

/** Shortest and longest ordinary length. */
const LENGTHS_MS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  kill: [0, 0],
  // Beyond the ack wait of 2 s.
  stop: [2_500, 4_000],
  cut: [0, 2_000],
  hole: [500, 3_500],
  full: [500, 2_500],
  lost: [0, 0],
};
const LONG_MS = [6_000, 9_000] as const;
/** What can be drawn with a length that is longer than its recovery may take. */
const LONG_KINDS: readonly FaultKind[] = [
  'kill nats',
  'kill postgres',
  'kill redis',
  'kill clickhouse',
  'stop consumer',
  'stop relay holder',
  'hole nats',
  'hole postgres',
  'full events',
];
/** Half of the killed stores stay away for a while. */
const STORE_AWAY_MS = [500, 3_000] as const;
const GAP_MS = [100, 600] as const;
/** Each kind comes once in a round, in an order of its own, and then one long outage. */
const ROUNDS = 12;

/** The faults of a run in their order, which the seed alone decides: more of them than any run of half an hour reaches. */
export function planFaults(seed: number): Fault[] {
  const random = new Random(seed);
  return Array.from({ length: ROUNDS }, () => {
    const round = random.shuffled(FAULT_KINDS).map((kind) => draw(random, kind));
    const long = { ...draw(random, random.pick(LONG_KINDS)), isLong: true, lengthMs: wholeMs(random, LONG_MS) };
    return [...round, long];
  }).flat();
}

/** How many of the plan a run of this length must carry out: each kind three times in ten minutes. */
export function faultsRequired(minutes: number): number {
  return Math.round((3 * (FAULT_KINDS.length + 1) * minutes) / 10);
}

/** The fault as one line. */
export function describeFault({ kind, lengthMs, isLong, choice }: Fault): string {
  const length = lengthMs > 0 ? ` for ${(lengthMs / 1_000).toFixed(1)} s${isLong ? ' (long)' : ''}` : '';
  return `${kind}${length}, choice ${choice.toFixed(2)}`;
}

function draw(random: Random, kind: FaultKind): Fault {
  const [family = ''] = kind.split(' ');
  const isStore = ['nats', 'postgres', 'redis', 'clickhouse'].some((store) => kind.endsWith(store));
  const staysAway = family === 'kill' && isStore && random.next() < 0.5;
  const lengthMs = wholeMs(random, staysAway ? STORE_AWAY_MS : (LENGTHS_MS[family] ?? [0, 0]));
  return { kind, gapMs: wholeMs(random, GAP_MS), lengthMs, isLong: false, choice: random.next() };
}

function wholeMs(random: Random, [least, most]: readonly [number, number]): number {
  return Math.round(random.between(least, most));
}
