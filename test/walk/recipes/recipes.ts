import type { RequestContract } from '@smartcontent/contracts';
import { COMPANY } from './company.js';
import { ERASURE } from './erasure.js';
import { MONEY } from './money.js';
import { OPERATOR } from './operator.js';
import { PEOPLE } from './people.js';
import { PLANNING } from './planning.js';
import { PLANS } from './plans.js';
import type { Recipe } from './recipe.js';
import { WORK } from './work.js';

const RECIPES: readonly Recipe[] = [...PEOPLE, ...COMPANY, ...WORK, ...MONEY, ...PLANNING, ...PLANS, ...ERASURE, ...OPERATOR];

/** How to stand before a door; undefined for a contract that nobody wrote a recipe for: the walk fails then, and CONTRIBUTING.md says what to do. */
export function recipeOf({ subject }: RequestContract): Recipe | undefined {
  return RECIPES.find(({ contract }) => contract.subject === subject);
}
