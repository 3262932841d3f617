import { type Actor, actorLabel, type OutputOf, type RateLimits, type ResolveApiKey, type Tier } from '@smartcontent/contracts';

type PersonOrClient = Extract<Actor, { kind: 'user' | 'client' }>;

/** Who holds the credential of a request. */
export interface Caller<A extends Actor = PersonOrClient | Extract<Actor, { kind: 'operator' }>> {
  readonly actor: A;
  /** The user, or the client behind an API key. */
  readonly id: string;
  /** Whose budget a request counts on: the same, or the API key where it has limits of its own. */
  readonly budgetId: string;
  /** Set for a key that may stand in a web page: the origins of the pages that may use it, null where any may. */
  readonly publishable?: { readonly origins: readonly string[] | null };
  readonly label: string;
  readonly tier: Tier;
  /** Where they are not those of the tier. */
  readonly limits: RateLimits;
}

/** Who acts for a company. */
export type Member = Caller<PersonOrClient>;

/** Whoever runs the platform: of no company, and never slowed down. */
export const OPERATOR: Caller = {
  actor: { kind: 'operator', company_id: null },
  id: 'operator',
  budgetId: 'operator',
  label: 'operator',
  tier: 'enterprise',
  limits: {},
};

/** The caller behind an actor. */
export function callerOf(actor: PersonOrClient): Member {
  const id = actor.kind === 'client' ? actor.client_id : actor.user_id;
  return { actor, id, budgetId: id, label: actorLabel(actor), tier: actor.tier, limits: actor.limits ?? {} };
}

type ResolvedKey = Extract<OutputOf<typeof ResolveApiKey>, { state: 'valid' }>;

/** The caller behind an API key, which says itself of what kind it is. */
export function callerOfKey(actor: PersonOrClient, { budget_id, kind, allowed_origins }: ResolvedKey): Member {
  const caller = callerOf(actor);
  const publishable = kind === 'publishable' ? { publishable: { origins: allowed_origins ?? null } } : {};
  return { ...caller, budgetId: budget_id ?? caller.id, ...publishable };
}
