import type { HttpFace, RequestContract } from '@smartcontent/contracts';
import { ROLE_SCOPES, type Scope } from '@smartcontent/contracts';
import type { Evidence } from './evidence.js';
import type { Fingerprints } from './fingerprints.js';
import { expired, forgeries } from './forged.js';
import type { Answer, FrontDoor } from './front-door.js';
import type { Target } from './recipes/recipe.js';
import type { Report, Stranger } from './report.js';
import { type Aim, goodInput, isLookedAfter, namingCompany, otherCompanysInput, pastTheLock, sampled, strangerInput } from './targets.js';
import type { World } from './world.js';

type Faced = RequestContract & { readonly http: HttpFace };

/** One try at a route: a credential, and what must come of it. */
interface Try {
  readonly stranger: Stranger;
  readonly bearer: string | null;
  /** The only status that will do; null where the stranger gets what is his own, or nothing. */
  readonly must: number | null;
  /** He may, by the contract: he is of the company. */
  readonly may: boolean;
  /** He also says in the payload that it is for A. */
  readonly isNamed?: true;
}

export interface RouteWalk {
  readonly world: World;
  readonly front: FrontDoor;
  readonly report: Report;
  readonly evidence: Evidence;
  readonly prints: Pick<Fingerprints, 'changed'>;
  /** See `sampled`. */
  readonly isSample: boolean;
}

const UNKNOWN = 401;
const FORBIDDEN = 403;

/** Every stranger at every route, with what would open it for who may. */
export async function tryRoutes(aims: readonly Aim[], walk: RouteWalk): Promise<void> {
  for (const [index, { contract, target, why }] of aims.entries()) {
    const { http } = contract as Faced;
    const door = walk.report.door('route', `${http.method} ${http.path}`);
    if (!target) {
      walk.report.leave(door, why);
      continue;
    }
    for (const attempt of sampled(triesAt(http, walk.world), index, walk)) {
      if (attempt.may && target.endsSession) continue;
      const input = inputOf(attempt, contract, target, walk.world);
      const bearer = attempt.stranger === 'other company' && target.endsSession ? await walk.world.spareToken() : attempt.bearer;
      const answer = await walk.front.send(http, input, bearer);
      const leak = await leakOf(answer, attempt, { face: http, target, input }, walk);
      walk.report.met(door, attempt.stranger, wordOf(answer, attempt), leak);
      const isLost = attempt.must === null && !attempt.isNamed && isOfEdge(answer);
      if (isLost)
        walk.report.leave(
          door,
          `${attempt.stranger} was refused by the edge (${answer.code}), which proves nothing about what is behind it`,
        );
    }
    if (isLookedAfter(index, aims.length, walk)) walk.report.changedUnseen(door, await walk.prints.changed());
  }
}

/** Then the same by who may: had he been refused too, the refusals of the others would say nothing. */
export async function openRoutes(aims: readonly Aim[], { world, front, report }: RouteWalk): Promise<void> {
  for (const { contract, target } of aims) {
    const { http } = contract as Faced;
    if (!target) continue;
    const door = report.door('route', `${http.method} ${http.path}`);
    const bearer = http.audience === 'operator' ? world.addresses.operatorKey : (target.bearer ?? world.a.admin.token);
    const answer = await front.send(http, goodInput(target), http.audience === 'everybody' ? null : bearer);
    const isSilent = http.kind === 'stream' && !answer.text.includes(world.a.mark);
    const isIn = (answer.status === http.status && !isSilent) || (answer.code !== null && target.letIn?.includes(answer.code));
    if (isIn) report.opened(door, answer.code ?? String(answer.status));
    else report.leave(door, `who may was refused: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
}

function inputOf({ stranger, may, isNamed }: Try, contract: RequestContract, target: Target, world: World): unknown {
  if (stranger === 'other company') {
    const own = otherCompanysInput(contract, target, world);
    return isNamed ? namingCompany(own, world.a.id) : own;
  }
  // An empty batch shows that who may send events is let in, and leaves nothing behind that is counted later.
  if (stranger === 'publishable key' && may) return [];
  return strangerInput(target);
}

function triesAt(face: HttpFace, world: World): Try[] {
  const { a, b, viewer, keys, addresses } = world;
  const { audience, scope } = face;
  const isOpen = audience === 'everybody';
  const must = (status: number) => (isOpen ? null : status);
  const refused = (stranger: Stranger, bearer: string | null, status: number): Try => ({
    stranger,
    bearer,
    must: must(status),
    may: false,
  });
  const viewerMay = scope !== null && (ROLE_SCOPES.viewer as readonly Scope[]).includes(scope);
  const publishableMay = face.kind === 'ingest';
  const identity = world.privateKey('identity');
  const ofOther: Try = { stranger: 'other company', bearer: b.admin.token, must: audience === 'operator' ? FORBIDDEN : null, may: false };
  return [
    refused('nobody', null, UNKNOWN),
    ofOther,
    { ...ofOther, isNamed: true },
    ...(viewerMay
      ? [{ stranger: 'viewer' as const, bearer: viewer.token, must: null, may: true }]
      : [refused('viewer', viewer.token, FORBIDDEN)]),
    refused('key without the scope', world.keyWithout(scope), FORBIDDEN),
    ...(publishableMay
      ? [{ stranger: 'publishable key' as const, bearer: keys.publishable, must: null, may: true }]
      : [refused('publishable key', keys.publishable, FORBIDDEN)]),
    refused('revoked key', keys.revoked, UNKNOWN),
    ...forgeries(a.admin.token, b.admin.token, identity).map((token) => refused('forged token', token, UNKNOWN)),
    refused('expired token', expired(a.admin.token, identity), UNKNOWN),
    ...(audience === 'operator' ? [] : [refused('operator', addresses.operatorKey, FORBIDDEN)]),
  ];
}

async function leakOf(
  answer: Answer,
  { stranger, must, may }: Try,
  { face, target, input }: { face: HttpFace; target: Target; input: unknown },
  { evidence, prints, world }: RouteWalk,
): Promise<string | null> {
  const sent = JSON.stringify(input) ?? '';
  if (must !== null && answer.status !== must) return `answered ${answer.status} instead of ${must}: ${answer.text.slice(0, 200)}`;
  if (answer.status >= 500) return `answered ${answer.status}: ${answer.text.slice(0, 200)}`;
  if (may && isRefusal(answer)) return `answered ${answer.status} to somebody who may`;
  if (!may && must === null) {
    const word = answer.code ?? 'OK';
    const past = pastTheLock({ word, target, names: stranger === 'other company' && evidence.names(sent.replaceAll(world.a.id, '')) });
    if (past) return past;
  }
  // A stream of no named thing is one person's; whoever may see a run may watch it.
  const isPersons = face.kind === 'stream' && !face.path.includes('{');
  const isAnothers = !may || isPersons;
  const found = isAnothers ? evidence.in(answer.text, sent) : evidence.ofPerson(answer.text, sent);
  if (found) return found;
  // Whoever was refused as he must be is looked after once a door, with all the others.
  return must === null ? prints.changed() : null;
}

/** Of the edge: a wrong password behind it is refused with 403 too. */
function isRefusal({ status, code }: Answer): boolean {
  return (status === UNKNOWN || status === FORBIDDEN) && /^(?:GATEWAY|PLATFORM)_/.test(code ?? '');
}

/** A refusal that says nothing of what stands behind it: of the credential, the budget, or the form of what was sent. */
function isOfEdge({ code }: Answer): boolean {
  return /^(?:GATEWAY|PLATFORM)_/.test(code ?? '');
}

function wordOf({ status }: Answer, { must, may }: Try): string {
  if (may) return 'may';
  if (must !== null) return String(status);
  return status < 300 ? 'own' : String(status);
}
