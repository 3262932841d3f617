import { type Bench, type Figures, median, rounded } from './figures.js';
import { type HttpLoads, makeLoads } from './http-loads.js';
import { startHttpPlatform } from './http-platform.js';
import { HttpRows } from './http-rows.js';
import { type Load, type Measurement, measureClosedLoop, measureOpenLoop } from './load.js';

const ROUNDS = 3;
const WARM_UP_SECONDS = 2;
const CONNECTIONS = { one: 1, many: 64 };
const SECONDS = { one: 2, many: 4, half: 4 };

/** What one round measured of one load. */
interface Round {
  readonly one: Measurement;
  readonly many: Measurement;
  /** Open loop at half of what `many` reached; only where an aim asks for it. */
  readonly half?: Measurement;
}

/** create, get and list through gateway, NATS, service and Postgres, beside an echo and a bare handler in the same run. */
export const httpBench: Bench = {
  aims: {
    get_to_echo_ratio: { least: 0.4 },
    cached_get_to_echo_ratio: { least: 0.8 },
    create_to_bare_ratio: { least: 0.33 },
    get_p99_ms: { most: 50 },
    create_p99_ms: { most: 120 },
    get_half_rate_p99_ms: { most: 25 },
    create_half_rate_p99_ms: { most: 25 },
  },
  async run(scope) {
    console.log('starting stores, services and peers');
    const platform = await startHttpPlatform(scope);
    const rows = await HttpRows.open(scope, platform.stores.postgresUrl);
    const loads = await makeLoads(scope, platform, rows);
    const { get, create } = loads;
    const all: Load[] = Object.values(loads);
    console.log('warming up');
    for (const load of all) await measureClosedLoop(load, CONNECTIONS.many, WARM_UP_SECONDS);
    const rounds = new Map<Load, Round[]>(all.map((load) => [load, []]));
    for (let round = 1; round <= ROUNDS; round += 1) {
      console.log(`round ${round} of ${ROUNDS}`);
      // One after the other within a round, so that whatever else the machine does falls on all alike.
      for (const load of all) rounds.get(load)?.push(await measure(load, load === get || load === create));
    }
    await rows.verifyCreates();
    return figuresOf(loads, rounds);
  },
};

async function measure(load: Load, atHalfRate: boolean): Promise<Round> {
  const one = await measureClosedLoop(load, CONNECTIONS.one, SECONDS.one);
  const many = await measureClosedLoop(load, CONNECTIONS.many, SECONDS.many);
  if (!atHalfRate) return { one, many };
  return { one, many, half: await measureOpenLoop(load, many.requestsPerSecond / 2, SECONDS.half) };
}

function figuresOf(loads: HttpLoads, rounds: ReadonlyMap<Load, readonly Round[]>): Figures {
  const of = (load: Load, pick: (round: Round) => number) => median((rounds.get(load) ?? []).map(pick));
  // Of each round, then the middle one: what slowed a round down slowed both sides of it.
  const ratio = (load: Load, peer: Load) => {
    const peers = rounds.get(peer) ?? [];
    return median((rounds.get(load) ?? []).map(({ many }, index) => many.requestsPerSecond / (peers[index]?.many.requestsPerSecond ?? 0)));
  };
  const { get, cachedGet, create, echo, bare } = loads;
  const named: [string, number][] = [
    ['get_to_echo_ratio', ratio(get, echo)],
    ['cached_get_to_echo_ratio', ratio(cachedGet, echo)],
    ['create_to_bare_ratio', ratio(create, bare)],
    ['get_p99_ms', of(get, ({ many }) => many.p99Ms)],
    ['create_p99_ms', of(create, ({ many }) => many.p99Ms)],
    ['get_half_rate_p99_ms', of(get, ({ half }) => half?.p99Ms ?? Number.NaN)],
    ['create_half_rate_p99_ms', of(create, ({ half }) => half?.p99Ms ?? Number.NaN)],
    ...[...rounds.keys()].flatMap((load) => details(load.name, (pick) => of(load, pick))),
  ];
  return Object.fromEntries(named.map(([name, value]) => [name, rounded(value)]));
}

function details(name: string, of: (pick: (round: Round) => number) => number): [string, number][] {
  return (['one', 'many'] as const).flatMap((kind) => {
    const prefix = `${name}_at_${CONNECTIONS[kind]}`;
    return [
      [`${prefix}_requests_per_second`, of((round) => round[kind].requestsPerSecond)],
      [`${prefix}_p50_ms`, of((round) => round[kind].p50Ms)],
      [`${prefix}_p99_ms`, of((round) => round[kind].p99Ms)],
    ] satisfies [string, number][];
  });
}
