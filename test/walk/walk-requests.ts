import { randomUUID } from 'node:crypto';
import {
  type Actor,
  AppError,
  accessTokenClaimsSchema,
  actorOfClaims,
  type RequestContext,
  type RequestContract,
  ROLE_SCOPES,
  SCOPES,
  type Scope,
  SERVICES,
  type ServiceName,
} from '@smartcontent/contracts';
import type { Evidence } from './evidence.js';
import type { Fingerprints } from './fingerprints.js';
import { claimsOf, expired, forgeries, signedAs } from './forged.js';
import type { Target } from './recipes/recipe.js';
import type { Report, Stranger } from './report.js';
import { type Aim, goodInput, isLookedAfter, namingCompany, otherCompanysInput, pastTheLock, sampled, strangerInput } from './targets.js';
import type { World } from './world.js';

export interface RequestWalk {
  readonly world: World;
  readonly report: Report;
  readonly evidence: Evidence;
  readonly prints: Pick<Fingerprints, 'changed'>;
  /** See `sampled`. */
  readonly isSample: boolean;
  /** As whom NATS knows the walk, where it is not the service that asks in earnest. */
  readonly user?: 'all';
}

/** One try at a subject: a token, what is sent, and the code that must come of it. */
interface Try {
  readonly stranger: Stranger;
  readonly token: string;
  readonly input: unknown;
  /** Null where the stranger gets what is his own, or nothing. */
  readonly must: string | null;
  /** He also says in the payload that it is for A. */
  readonly isNamed?: true;
}

const REFUSED = 'PLATFORM_ACTOR_REFUSED';
const MISSING = 'PLATFORM_SCOPE_MISSING';
const PATIENCE_MS = 10_000;

/** Every request that crosses NATS, asked for by those who must not: with tokens that are not good, and by users of NATS who have no business there. */
export async function tryRequests(aims: readonly Aim[], walk: RequestWalk): Promise<void> {
  for (const [index, { contract, target, why }] of aims.entries()) {
    const door = walk.report.door('request', contract.subject);
    if (!target) {
      walk.report.leave(door, why);
      continue;
    }
    const by = walk.user ?? callerOf(contract);
    for (const attempt of sampled(await triesAt(contract, target, walk.world), index, walk)) {
      const { word, text } = await ask(walk.world, by, contract, attempt);
      walk.report.met(
        door,
        attempt.stranger,
        attempt.must === null && word === 'OK' ? 'own' : short(word),
        await leakOf({ word, text }, attempt, target, walk),
      );
      const isLost = attempt.must === null && !attempt.isNamed && /^(?:GATEWAY|PLATFORM)_/.test(word);
      if (isLost)
        walk.report.leave(door, `${attempt.stranger} was refused by the bus (${word}), which proves nothing about what is behind it`);
    }
    for (const user of strangersTo(contract)) {
      const word = await askAs(walk.world, user, contract);
      walk.report.met(door, 'other service', word, word === 'no right' ? null : `NATS let the user ${user} ask: ${word}`);
    }
    if (isLookedAfter(index, aims.length, walk)) walk.report.changedUnseen(door, await walk.prints.changed());
  }
}

/** Then by who may. */
export async function openRequests(aims: readonly Aim[], { world, report }: RequestWalk): Promise<void> {
  for (const { contract, target } of aims) {
    if (!target) continue;
    const door = report.door('request', contract.subject);
    const token = tokenOf(world, goodActor(contract, target, world));
    const { word, text } = await ask(world, callerOf(contract), contract, { token, input: goodInput(target) });
    if (word === 'OK' || target.letIn?.includes(word)) report.opened(door, word);
    else report.leave(door, `who may was refused: ${text.slice(0, 200)}`);
  }
}

/** The service that asks in earnest. */
function callerOf({ callers }: RequestContract): ServiceName {
  return (callers.includes('gateway') ? 'gateway' : callers[0]) as ServiceName;
}

function strangersTo({ callers, owner }: RequestContract): ServiceName[] {
  return SERVICES.filter((service) => service !== 'sandbox' && service !== owner && !callers.includes(service));
}

async function triesAt(contract: RequestContract, target: Target, world: World): Promise<Try[]> {
  const { a, b, viewer } = world;
  const [input, own] = [strangerInput(target), otherCompanysInput(contract, target, world)];
  const gateway = world.privateKey('gateway');
  const isOperators = contract.http?.audience === 'operator';
  const isOpen = contract.http?.audience === 'everybody';
  const scope = contract.http?.scope ?? null;
  const good = tokenOf(world, userOf(a.admin.token));
  const other = tokenOf(world, userOf(target.endsSession ? await world.spareToken() : b.admin.token));
  const outsider = strangersTo(contract)[0];
  const refused = (stranger: Stranger, token: string, must: string): Try => ({ stranger, token, input, must });
  const missing = isOperators || contract.isForServices ? MISSING : null;
  return [
    refused('nobody', '', REFUSED),
    { stranger: 'other company', token: other, input: own, must: missing },
    { stranger: 'other company', token: other, input: namingCompany(own, a.id), must: missing, isNamed: true },
    ...(scope && !(ROLE_SCOPES.viewer as readonly Scope[]).includes(scope)
      ? [refused('viewer', tokenOf(world, userOf(viewer.token)), MISSING)]
      : []),
    ...(scope ? [refused('key without the scope', tokenOf(world, clientWithout(scope, world)), MISSING)] : []),
    ...forgeries(good, other, gateway).map((token) => refused('forged token', token, REFUSED)),
    refused('forged token', signedAs(contract.owner, world.privateKey(contract.owner), { actor: userOf(a.admin.token) }), REFUSED),
    refused('expired token', expired(good, gateway), REFUSED),
    ...(isOperators || isOpen ? [] : [refused('operator', tokenOf(world, OPERATOR), MISSING)]),
    ...(outsider ? [refused('other service', serviceToken(world, outsider, a.id), MISSING)] : []),
  ];
}

const OPERATOR: Actor = { kind: 'operator', company_id: null };

function userOf(accessToken: string): Actor {
  return actorOfClaims(accessTokenClaimsSchema.parse(claimsOf(accessToken)));
}

function clientWithout(scope: Scope, { a, has }: World): Actor {
  const scopes = SCOPES.filter((held) => held !== scope);
  return { kind: 'client', company_id: a.id, user_id: a.admin.id, client_id: has.client_id, role: 'admin', tier: 'free', scopes };
}

/** Whoever the contract is for. */
function goodActor(contract: RequestContract, { bearer, companyId }: Target, { a }: World): Actor {
  if (contract.http?.audience === 'operator') return OPERATOR;
  if (contract.http?.audience === 'company' || (contract.http === null && !contract.isForServices)) return userOf(bearer ?? a.admin.token);
  const service = callerOf(contract);
  return { kind: 'service', service, company_id: service === 'gateway' ? null : (companyId ?? a.id), reason: 'walk' };
}

function tokenOf(world: World, actor: Actor): string {
  return actor.kind === 'service'
    ? signedAs(actor.service, world.privateKey(actor.service as ServiceName), { actor })
    : signedAs('gateway', world.privateKey('gateway'), { actor });
}

function serviceToken(world: World, service: ServiceName, companyId: string): string {
  return tokenOf(world, { kind: 'service', service, company_id: companyId, reason: 'walk' });
}

interface Heard {
  /** The code of the refusal, or OK. */
  readonly word: string;
  readonly text: string;
}

async function ask(
  world: World,
  user: ServiceName | 'all',
  contract: RequestContract,
  { token, input }: Pick<Try, 'token' | 'input'>,
): Promise<Heard> {
  const client = await world.client(user);
  const context: RequestContext = {
    actor: OPERATOR,
    actorToken: token,
    correlationId: randomUUID(),
    traceparent: null,
    deadlineMs: Date.now() + PATIENCE_MS,
    idempotency: null,
  };
  try {
    return { word: 'OK', text: JSON.stringify(await client.call(contract, input, context)) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { word: error.code, text: JSON.stringify(error.toWire()) };
  }
}

/** As a user of NATS who may not publish there: the server says so, and nobody hears of it. */
async function askAs(world: World, user: ServiceName, { subject }: RequestContract): Promise<string> {
  const connection = await world.nats(user);
  try {
    const answer = await connection.request(subject, '{}', { timeout: 1_000 });
    return `answered ${answer.string().slice(0, 100)}`;
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    return /permission/i.test(`${error} ${cause}`) ? 'no right' : String(error);
  }
}

async function leakOf(
  { word, text }: Heard,
  { stranger, must, input }: Try,
  target: Target,
  { evidence, prints, world }: RequestWalk,
): Promise<string | null> {
  if (must !== null && word !== must) return `answered ${word} instead of ${must}: ${text.slice(0, 200)}`;
  if (word === 'PLATFORM_INTERNAL') return `answered ${text}`;
  const sent = JSON.stringify(input) ?? '';
  const names = stranger === 'other company' && evidence.names(sent.replaceAll(world.a.id, ''));
  const past = must === null ? pastTheLock({ word, target, names }) : null;
  if (past) return past;
  const found = evidence.in(text, sent);
  if (found) return found;
  return must === null ? prints.changed() : null;
}

function short(code: string): string {
  return code.replace(/^[A-Z]+_/, '').toLowerCase();
}
