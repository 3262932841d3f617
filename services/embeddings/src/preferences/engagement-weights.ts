import type { Engagement } from '@smartcontent/contracts';

/** What an event says about how much somebody cares; of other types nothing is known. */
const WEIGHTS: Readonly<Record<string, number>> = { view: 1, click: 2, like: 3, save: 3, comment: 4, share: 5 };
export const ENGAGEMENT_TYPES: readonly string[] = Object.keys(WEIGHTS);
const HALF_LIFE_DAYS = 30;
export const HALF_LIFE_SECONDS = HALF_LIFE_DAYS * 86_400;
/** Ten half-lives: what is older weighs less than a thousandth. */
const FORGOTTEN_SECONDS = 10 * HALF_LIFE_SECONDS;

/** Weight as of an instant in epoch seconds; it halves every 30 days. */
export interface Weight {
  readonly weight: number;
  readonly at: number;
}

/** Both as of the later of their instants. In whatever order weights are added, the sum is the same. */
export function added(one: Weight, other: Weight): Weight {
  const at = Math.max(one.at, other.at);
  return { weight: weightAt(one, at) + weightAt(other, at), at };
}

/** What is left of a weight at a later instant. */
export function weightAt({ weight, at }: Weight, laterSeconds: number): number {
  return weight * 2 ** (-(laterSeconds - at) / HALF_LIFE_SECONDS);
}

/** How sure one can be of what a reader likes: half after ten views of today. */
export function confidenceOf(weight: number): number {
  return weight / (weight + 10);
}

/** The weights of a page of events, by what `keyOf` says of each; null leaves an event out. Clocks that are ahead are taken for now. */
export function weightsBy(
  events: readonly Engagement[],
  keyOf: (event: Engagement) => string | null,
  nowSeconds: number,
): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const event of events) {
    const key = keyOf(event);
    const weight = WEIGHTS[event.event_type];
    const at = Math.min(event.occurred_at / 1_000, nowSeconds);
    if (key === null || weight === undefined || nowSeconds - at > FORGOTTEN_SECONDS) continue;
    const before = weights.get(key);
    weights.set(key, before ? added(before, { weight, at }) : { weight, at });
  }
  return weights;
}
