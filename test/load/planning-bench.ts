import { type Aim, type Bench, type Figures, median, rounded } from './figures.js';
import { COMPANY_ID, makeAccessToken } from './http-platform.js';
import { type Load, type Measurement, measureRequests } from './load.js';
import { makePlanningLoads } from './planning-loads.js';
import { startPlanningPlatform } from './planning-platform.js';
import { seedPlans } from './planning-rows.js';

const ROUNDS = 3;
const REQUESTS = { one: 200, many: 960 };
const CONNECTIONS = { one: 1, many: 32 };
const HEALTH_MS = 5;
const ANALYTICS_MS = 30;
const COMPLEX_MS = 20;
const CRUD_MS = 10;
const P99_MS = 50;

/** A tenth of what the first design promised. */
const MEDIAN_AIMS: Readonly<Record<string, number>> = {
  health: HEALTH_MS,
  database_health: HEALTH_MS,
  create_strategy: CRUD_MS,
  list_strategies: CRUD_MS,
  get_strategy: CRUD_MS,
  update_strategy: CRUD_MS,
  delete_strategy: CRUD_MS,
  create_event: CRUD_MS,
  list_events: COMPLEX_MS,
  get_event: CRUD_MS,
  update_event: CRUD_MS,
  delete_event: CRUD_MS,
  strategy_events: COMPLEX_MS,
  strategy_summary: COMPLEX_MS,
  strategy_analytics: ANALYTICS_MS,
  event_analytics: ANALYTICS_MS,
  campaign_report: ANALYTICS_MS,
};

interface Round {
  readonly one: Measurement;
  readonly many: Measurement;
}

/** Each planning route and the campaign report, with 100,000 events in one company: its median for one client, and how the slowest of a hundred fares among 32. */
export const planningBench: Bench = {
  aims: Object.fromEntries(
    Object.entries(MEDIAN_AIMS).flatMap(([name, most]): [string, Aim][] => [
      [`${name}_1conn_ms`, { most }],
      [`${name}_p99_ms`, { most: P99_MS }],
    ]),
  ),
  async run(scope) {
    console.log('starting stores and services');
    const { stores, gatewayUrl } = await startPlanningPlatform(scope);
    const ids = await seedPlans(scope, stores.postgresUrl, COMPANY_ID);
    const loads = await makePlanningLoads(gatewayUrl, `Bearer ${await makeAccessToken(stores)}`, ids);
    console.log('warming up');
    for (const load of loads) await measureRequests(load, CONNECTIONS.many, REQUESTS.many);
    const rounds = new Map<Load, Round[]>(loads.map((load) => [load, []]));
    for (let round = 1; round <= ROUNDS; round += 1) {
      console.log(`round ${round} of ${ROUNDS}`);
      for (const load of loads) rounds.get(load)?.push(await measure(load));
    }
    return figuresOf(rounds);
  },
};

async function measure(load: Load): Promise<Round> {
  const one = await measureRequests(load, CONNECTIONS.one, REQUESTS.one);
  return { one, many: await measureRequests(load, CONNECTIONS.many, REQUESTS.many) };
}

function figuresOf(rounds: ReadonlyMap<Load, readonly Round[]>): Figures {
  const named = [...rounds].flatMap(([{ name }, all]): [string, number][] => [
    [`${name}_1conn_ms`, median(all.map(({ one }) => one.p50Ms))],
    [`${name}_p99_ms`, median(all.map(({ many }) => many.p99Ms))],
  ]);
  return Object.fromEntries(named.map(([name, value]) => [name, rounded(value)]));
}
