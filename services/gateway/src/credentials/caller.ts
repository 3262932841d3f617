import { type Actor, actorLabel, type Tier } from '@smartcontent/contracts';

export type PersonOrClient = Extract<Actor, { kind: 'user' | 'client' }>;

/** Who holds the credential of a request. */
export interface Caller {
  readonly actor: PersonOrClient;
  /** Whose budget a request counts on: the user, or the client behind an API key. */
  readonly id: string;
  readonly label: string;
  readonly tier: Tier;
}

/** The caller behind an actor. */
export function callerOf(actor: PersonOrClient): Caller {
  const id = actor.kind === 'client' ? actor.client_id : actor.user_id;
  return { actor, id, label: actorLabel(actor), tier: actor.tier };
}
