import type { RequestContract } from '@smartcontent/contracts';
import type { Company, Town } from '../company.js';
import type { Furniture } from '../furnish.js';

/** The company whose doors are tried, and what it has. */
export interface Place {
  readonly a: Company;
  readonly has: Furniture;
  readonly town: Town;
}

/** What is sent to a door: by strangers first, who must not get anywhere, then by somebody who may, with success. */
export interface Target {
  /** Good for whoever may send it; made at the last moment where it does not keep. */
  readonly input: unknown | (() => unknown);
  /** Whose credential it is good for: the admin's unless told. */
  readonly bearer?: string;
  /** For whom a service asks in its own name: A unless told. */
  readonly companyId?: string;
  /** Where the secret is in the input: what somebody sends who does not have it. */
  readonly strangerInput?: unknown;
  /** Refusals that stand behind the lock: who gets one of these was let in. */
  readonly letIn?: readonly string[];
  /** Anybody gets one of these about what is his own, and they say nothing of A. */
  readonly isLetInOwn?: true;
  /** Why another company that names an id of A may be answered all the same; without a reason such an answer is a leak. */
  readonly answersBecause?: string;
  /** Ids of A that a stranger may show again after he sent them. */
  readonly told?: readonly string[];
  /** A try ends the session of whoever sends it: a person of the company gets a new one for each. */
  readonly endsSession?: true;
}

export interface Recipe {
  readonly contract: RequestContract;
  /** Makes what the door is about, anew for each walk through it. */
  readonly make: (place: Place) => Target | Promise<Target>;
}

export function recipe(contract: RequestContract, make: Recipe['make']): Recipe {
  return { contract, make };
}

/** For what needs nothing. */
export function plain(contract: RequestContract, input: unknown = {}): Recipe {
  return { contract, make: () => ({ input }) };
}
