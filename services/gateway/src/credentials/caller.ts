import { type Actor, actorLabel, type RateLimits, type Tier } from '@smartcontent/contracts';

type PersonOrClient = Extract<Actor, { kind: 'user' | 'client' }>;

/** Who holds the credential of a request. */
export interface Caller<A extends Actor = PersonOrClient | Extract<Actor, { kind: 'operator' }>> {
  readonly actor: A;
  /** Whose budget a request counts on: the user, or the client behind an API key. */
  readonly id: string;
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
  label: 'operator',
  tier: 'enterprise',
  limits: {},
};

/** The caller behind an actor. */
export function callerOf(actor: PersonOrClient): Member {
  const id = actor.kind === 'client' ? actor.client_id : actor.user_id;
  return { actor, id, label: actorLabel(actor), tier: actor.tier, limits: actor.limits ?? {} };
}
