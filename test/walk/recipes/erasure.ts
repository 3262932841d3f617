import { randomUUID } from 'node:crypto';
import { ERASE_PARTS, EraseCompany, GetErasure, ListErasures, StartErasure } from '@smartcontent/contracts';
import { Company } from '../company.js';
import { plain, type Recipe, recipe } from './recipe.js';

/** What is erased for good is a company that came for that alone; strangers name A. */
export const ERASURE: readonly Recipe[] = [
  recipe(EraseCompany, async ({ a, town }) => {
    const { mark, admin } = await Company.signUp(town, 'guest');
    const input = { password: admin.password, company_name: `${mark} Ltd` };
    return { input, bearer: admin.token, strangerInput: { password: admin.password, company_name: `${a.mark} Ltd` } };
  }),
  recipe(StartErasure, async ({ a, town }) => {
    const { id } = await Company.signUp(town, 'guest');
    return { input: { company_id: id }, strangerInput: { company_id: a.id } };
  }),
  plain(ListErasures),
  recipe(GetErasure, () => ({ input: { erasure_id: randomUUID() }, letIn: ['IDENTITY_ERASURE_NOT_FOUND'] })),
  ...Object.values(ERASE_PARTS).map((part) =>
    recipe(part, async ({ town }) => ({ input: { user_id: null }, companyId: (await Company.signUp(town, 'guest')).id })),
  ),
];
