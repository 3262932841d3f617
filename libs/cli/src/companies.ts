import { type CallOf, type CompanyInBrief, GrantLimits, ListCompanies, ShowCompany } from '@smartcontent/contracts';
import type { OperatorCalls } from './operator-call.js';
import { fieldLines, printable, table } from './table.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

type Options = Readonly<Record<string, string>>;

const PAGE = 100;

/** `companies list [--limit N]` */
export async function listCompanies(calls: OperatorCalls, options: Options): Promise<Told> {
  const wanted = options.limit === undefined ? Number.POSITIVE_INFINITY : Number(options.limit);
  if (options.limit !== undefined && !(Number.isInteger(wanted) && wanted > 0)) throw new UsageError('--limit must be a number from 1');
  const companies: CompanyInBrief[] = [];
  let cursor: string | undefined;
  do {
    const limit = Math.min(PAGE, wanted - companies.length);
    const { items, next_cursor } = await calls.ask(ListCompanies, { limit, ...(cursor && { cursor }) });
    companies.push(...items);
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined && companies.length < wanted);
  const rows = companies.map(({ id, tier, api_limits, users, is_active, created_at, name }) => [
    id,
    tier,
    limitsOf(api_limits),
    String(users),
    is_active ? 'on' : 'off',
    created_at.slice(0, 10),
    printable(name),
  ]);
  return { text: table(['COMPANY', 'TIER', 'LIMITS', 'USERS', 'STATE', 'SINCE', 'NAME'], rows), json: companies, code: 0 };
}

/** `companies show ID` */
export async function showCompany(calls: OperatorCalls, words: readonly string[]): Promise<Told> {
  const company = await calls.ask(ShowCompany, { company_id: idOf('companies show', words) });
  const { api_limits, ...rest } = company;
  return { text: fieldLines({ ...rest, api_limits: limitsOf(api_limits) }), json: company, code: 0 };
}

/** `companies grant ID [--tier T] [--limits JSON]` */
export async function grantLimits(calls: OperatorCalls, words: readonly string[], options: Options): Promise<Told> {
  const company_id = idOf('companies grant', words);
  const { tier, limits } = options;
  if (tier === undefined && limits === undefined) throw new UsageError('companies grant needs --tier or --limits');
  const input = { company_id, ...(tier !== undefined && { tier }), ...(limits !== undefined && { api_limits: parse(limits) }) };
  const company = await calls.ask(GrantLimits, input as CallOf<typeof GrantLimits>);
  const text = `${printable(company.name)} has the tier ${company.tier} and ${limitsOf(company.api_limits)}`;
  return { text, json: company, code: 0 };
}

function idOf(name: string, words: readonly string[]): string {
  const [id] = words;
  if (!id || words.length > 1) throw new UsageError(`${name} takes the id of one company`);
  return id;
}

function parse(limits: string): unknown {
  try {
    return JSON.parse(limits);
  } catch {
    throw new UsageError(`--limits must be JSON, such as '{"ingest":12000}'`);
  }
}

function limitsOf(limits: CompanyInBrief['api_limits']): string {
  const own = Object.entries(limits).map(([rateClass, limit]) => `${rateClass}=${limit}`);
  return own.length > 0 ? own.join(',') : 'those of the tier';
}
