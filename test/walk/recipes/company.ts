import {
  AddApiKey,
  AddTerm,
  CreateApiKey,
  DeleteClient,
  DeleteProviderKey,
  ExportAudit,
  GetClient,
  GetCompany,
  GetProviderKey,
  GrantLimits,
  hashApiKey,
  ListApiKeys,
  ListAudit,
  ListClients,
  ListCompanies,
  ListEndedSessions,
  ListProviderKeys,
  ListTerms,
  OpenProviderKey,
  RemoveTerm,
  ResolveApiKey,
  RevokeApiKey,
  RotateApiKey,
  ShowCompany,
  StoreProviderKey,
  SwitchProviderKey,
  UpdateClient,
  UpdateCompany,
  UpdateTerm,
} from '@smartcontent/contracts';
import type { Company } from '../company.js';
import { plain, type Recipe, recipe } from './recipe.js';

const SECRET = 'sk-walk-fedcba9876543210';

async function newProvider(a: Company): Promise<string> {
  const service_name = a.text('p').replaceAll(' ', '-');
  await a.call(StoreProviderKey, { service_name, secret: SECRET });
  return service_name;
}

async function newTerm(a: Company): Promise<string> {
  return (await a.call(AddTerm, { term: a.text('term'), kind: 'neutral' })).id;
}

const keys: readonly Recipe[] = [
  recipe(CreateApiKey, ({ a }) => ({ input: { name: a.text('key'), scopes: ['content:read'] } })),
  recipe(AddApiKey, ({ has }) => ({ input: { client_id: has.client_id, scopes: ['content:read'] } })),
  plain(ListApiKeys),
  recipe(RotateApiKey, async ({ a }) => ({ input: { key_id: (await a.newKey()).id } })),
  recipe(RevokeApiKey, async ({ a }) => ({ input: { key_id: (await a.newKey()).id } })),
  recipe(ResolveApiKey, ({ has }) => ({ input: { key_hash: hashApiKey(has.key) } })),
  plain(ListEndedSessions, { after: null }),
  plain(ListClients),
  recipe(GetClient, ({ has }) => ({ input: { client_id: has.client_id } })),
  recipe(UpdateClient, ({ a, has }) => ({ input: { client_id: has.client_id, name: a.text('client') } })),
  recipe(DeleteClient, async ({ a }) => ({ input: { client_id: (await a.newKey()).client_id } })),
];

const providers: readonly Recipe[] = [
  plain(StoreProviderKey, { service_name: 'new-provider', secret: SECRET }),
  recipe(SwitchProviderKey, async ({ a }) => ({ input: { service_name: await newProvider(a), is_active: false } })),
  recipe(GetProviderKey, ({ has }) => ({ input: { service_name: has.service_name } })),
  plain(ListProviderKeys),
  recipe(DeleteProviderKey, async ({ a }) => ({ input: { service_name: await newProvider(a) } })),
  recipe(OpenProviderKey, ({ has }) => ({ input: { service_name: has.service_name } })),
];

const company: readonly Recipe[] = [
  plain(GetCompany),
  recipe(UpdateCompany, ({ a }) => ({ input: { industry: a.text('industry') } })),
  plain(ListCompanies),
  recipe(ShowCompany, ({ a }) => ({ input: { company_id: a.id } })),
  recipe(GrantLimits, ({ a }) => ({ input: { company_id: a.id, api_limits: { search: 5_000 } } })),
  recipe(AddTerm, ({ a }) => ({ input: { term: a.text('new term'), kind: 'preferred' } })),
  plain(ListTerms),
  recipe(UpdateTerm, async ({ a }) => ({ input: { term_id: await newTerm(a), note: a.text('note') } })),
  recipe(RemoveTerm, async ({ a }) => ({ input: { term_id: await newTerm(a) } })),
  plain(ListAudit),
  plain(ExportAudit),
];

export const COMPANY: readonly Recipe[] = [...keys, ...providers, ...company];
