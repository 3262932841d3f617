import type { RequestContract } from '@smartcontent/contracts';
import type { Target } from './recipes/recipe.js';
import { recipeOf } from './recipes/recipes.js';
import type { Stranger } from './report.js';
import type { World } from './world.js';

/** A contract and what stands behind it, or why nothing does. */
export interface Aim {
  readonly contract: RequestContract;
  readonly target: Target | null;
  readonly why: string;
}

const AT_ONCE = 4;

/** Makes what every door is about, before anybody tries one: so A is at rest while strangers try. */
export async function aimAt(contracts: readonly RequestContract[], world: World): Promise<Aim[]> {
  const aims: Aim[] = [];
  const left = contracts.entries();
  const work = async () => {
    for (const [index, contract] of left) aims[index] = await aim(contract, world);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return aims;
}

async function aim(contract: RequestContract, { a, has, town }: World): Promise<Aim> {
  const recipe = recipeOf(contract);
  if (!recipe) return { contract, target: null, why: 'there is no recipe for it in test/walk/recipes' };
  try {
    return { contract, target: await recipe.make({ a, has, town }), why: '' };
  } catch (error) {
    return { contract, target: null, why: `its recipe failed: ${(error as Error).message}` };
  }
}

/** What is sent by who may. */
export function goodInput({ input }: Target): unknown {
  return typeof input === 'function' ? (input as () => unknown)() : input;
}

/** What is sent by strangers: the same, unless the secret is in it. */
export function strangerInput(target: Target): unknown {
  return target.strangerInput ?? goodInput(target);
}

/**
 * What another company's admin sends: A's ids, but in the texts his own mark. What he writes he may read again, and it must not be taken for A's.
 * What names the thing itself stays: a name in the path, and what is searched for.
 */
export function otherCompanysInput({ http }: RequestContract, target: Target, { a, b }: Pick<World, 'a' | 'b'>): unknown {
  const input = strangerInput(target);
  if (http?.method === 'GET' || typeof input !== 'object' || input === null) return input;
  const own = JSON.parse(JSON.stringify(input).replaceAll(a.mark, b.mark)) as object;
  const inPath = Object.entries(input).filter(([name]) => http?.path.includes(`{${name}}`));
  return Array.isArray(input) ? own : { ...own, ...Object.fromEntries(inPath) };
}

/** The same with A's company in it, in every item of a batch. */
export function namingCompany(input: unknown, company_id: string): unknown {
  if (Array.isArray(input)) return input.map((item) => namingCompany(item, company_id));
  return typeof input === 'object' && input !== null ? { ...input, company_id } : input;
}

/** Why what somebody got who may not come in says that he came in; null where it does not. `names`: he named something of A by its id. */
export function pastTheLock({ word, target, names }: { word: string; target: Target; names: boolean }): string | null {
  if (target.letIn?.includes(word) && !target.isLetInOwn) return `answered ${word}, which only who was let in may learn`;
  return word === 'OK' && names && !target.answersBecause ? 'answered with success to another company that named an id of A' : null;
}

const SHARE = 4;
const LOOK_EVERY = 8;

/** In a sample: what another company tries, and a quarter of the rest, another one at each door. */
export function sampled<T extends { readonly stranger: Stranger }>(
  tries: readonly T[],
  door: number,
  { isSample }: { readonly isSample: boolean },
): readonly T[] {
  return tries.filter(({ stranger }, index) => !isSample || stranger === 'other company' || (door + index) % SHARE === 0);
}

/** Whether the rows of A are compared after this door too, though everybody was refused there: in a sample after every eighth and the last. */
export function isLookedAfter(door: number, doors: number, { isSample }: { readonly isSample: boolean }): boolean {
  return !isSample || door % LOOK_EVERY === LOOK_EVERY - 1 || door === doors - 1;
}
