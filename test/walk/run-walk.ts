import { isAnsweredByOwner, REQUESTS, type RequestContract } from '@smartcontent/contracts';
import { Evidence } from './evidence.js';
import { Fingerprints } from './fingerprints.js';
import { Report, type WalkResult } from './report.js';
import { type Aim, aimAt } from './targets.js';
import { walkEvents } from './walk-events.js';
import { walkFunctions } from './walk-functions.js';
import { KeyWatch, walkKeys } from './walk-keys.js';
import { openRequests, tryRequests } from './walk-requests.js';
import { openRoutes, tryRoutes } from './walk-routes.js';
import { walkSystem } from './walk-system.js';
import { walkTables } from './walk-tables.js';
import { type Addresses, World } from './world.js';

export interface WalkOptions {
  /** All of the platform unless told. */
  readonly requests?: readonly RequestContract[];
  /** Each door is tried by another company and by some of the others in turn, and what has a route is opened by its route: a third of the work. */
  readonly isSample?: boolean;
  /** Told what comes next. */
  readonly note?: (what: string) => void;
}

/** Walks through every door of a platform. What the doors are about is made first; then strangers try them, while A is at rest; then who may. */
export async function runWalk(
  addresses: Addresses,
  { requests = REQUESTS, isSample = false, note = () => {} }: WalkOptions = {},
): Promise<WalkResult> {
  await using watch = await KeyWatch.open(addresses.redisUrl);
  note('two companies sign up');
  await using world = await World.open(addresses);
  await watch.look();
  note('what the doors are about is made');
  const report = new Report();
  const routes = await aimAt(
    requests.filter(({ http }) => http !== null),
    world,
  );
  const known = isSample ? routes : [];
  const isKnown = (request: RequestContract) => known.some(({ contract }) => contract === request);
  const overNats = await aimAt(
    requests.filter((request) => isAnsweredByOwner(request) && !isKnown(request)),
    world,
  );
  const asked = [...known.filter(({ contract }) => isAnsweredByOwner(contract)), ...overNats];
  const prints = await Fingerprints.of(world);
  await prints.settle();
  const told = [...routes, ...overNats].flatMap(({ target }) => target?.told ?? []);
  const evidence = await Evidence.of(world, told);
  const walk = { world, front: world.town.front, report, evidence, prints, isSample };
  note('other services and companies try the tables');
  await walkTables({ world, report });
  await walkFunctions({ world, report });
  note('other companies try the tables and queries of ClickHouse');
  await walkEvents(walk);
  note('strangers try the routes');
  await tryRoutes(routes, walk);
  await watch.look();
  note('strangers try the requests');
  await tryRequests(asked, walk);
  note('who may comes in');
  await openRoutes(routes, walk);
  await openRequests(overNats, walk);
  note('an entry of A stands in the place of one of B');
  await walkKeys(watch, walk);
  if (isSample) openByRoute(report, known);
  walkSystem(report);
  return report;
}

/** A request that has a route was opened by way of it: the gateway asked its owner. */
function openByRoute(report: Report, aims: readonly Aim[]): void {
  for (const { contract } of aims.filter(({ contract: known }) => isAnsweredByOwner(known))) {
    const { http, subject } = contract;
    const { control } = report.door('route', `${http?.method} ${http?.path}`);
    if (control !== null) report.opened(report.door('request', subject), 'by its route');
  }
}
