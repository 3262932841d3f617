import { randomUUID } from 'node:crypto';
import {
  ERASE_PARTS,
  EraseCompany,
  EraseOwnUser,
  EraseUser,
  GetErasure,
  GetUserErasure,
  ListErasures,
  StartErasure,
} from '@smartcontent/contracts';
import { Company } from '../company.js';
import { plain, type Recipe, recipe } from './recipe.js';

async function guest(town: Parameters<typeof Company.signUp>[0]) {
  const company = await Company.signUp(town, 'guest');
  return { bearer: company.admin.token, person: await company.newPerson('user'), company };
}

/** What is erased for good is a company that came for that alone; strangers name A. */
export const ERASURE: readonly Recipe[] = [
  recipe(EraseCompany, async ({ a, town }) => {
    const { mark, admin } = await Company.signUp(town, 'guest');
    const input = { password: admin.password, company_name: `${mark} Ltd` };
    return { input, bearer: admin.token, strangerInput: { password: admin.password, company_name: `${a.mark} Ltd` } };
  }),
  recipe(EraseUser, async ({ a, town }) => {
    const { bearer, person, company } = await guest(town);
    const { password } = company.admin;
    return { input: { user_id: person.id, password }, bearer, strangerInput: { user_id: a.admin.id, password } };
  }),
  recipe(GetUserErasure, async ({ town }) => {
    const { bearer, person, company } = await guest(town);
    await company.call(EraseUser, { user_id: person.id, password: company.admin.password });
    return { input: { user_id: person.id }, bearer };
  }),
  recipe(EraseOwnUser, async ({ town }) => {
    const { person } = await guest(town);
    return { input: { password: person.password }, bearer: person.token };
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
