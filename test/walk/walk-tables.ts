import { OPERATED_SERVICES } from '@smartcontent/contracts';
import { NO_RIGHT, type Outcome, Rehearsal, type Statement } from './as-role.js';
import { type Exemption, exemptionOf } from './exempt-tables.js';
import type { Door, Report } from './report.js';
import type { World } from './world.js';

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly isTenants: boolean;
  /** Columns that may be written. */
  readonly columns: string;
}

export interface TableWalk {
  readonly world: Pick<World, 'a' | 'b' | 'admin' | 'sql'>;
  readonly report: Report;
}

const HISTORY_KEY = `key AS (
  INSERT INTO generation.content_history_keys VALUES ($1, gen_random_uuid(), gen_random_uuid()::text, now()) RETURNING *)`;
const BUDGET = `budget AS (
    INSERT INTO generation.budgets (id, company_id, campaign_id, period, amount_usd, created_by)
    VALUES (gen_random_uuid(), $1, gen_random_uuid(), 'day', 1, $1) RETURNING *)`;
const RESERVATION = `reservation AS (
    INSERT INTO generation.budget_reservations (id, company_id, run_id, attempt, model, amount_usd, expires_at)
    VALUES (gen_random_uuid(), $1, gen_random_uuid(), 1, 'walk', 1, now()) RETURNING *)`;
const PERIOD = `period AS (
    INSERT INTO generation.budget_periods (company_id, budget_id, starts_at) SELECT company_id, id, now() FROM budget RETURNING *)`;

/** Rows that A has none of: a mail is deleted as soon as it was sent, nobody erases A, and no model is called for it. */
const PLANTS: Readonly<Record<string, string>> = {
  'analytics.performance_totals': `INSERT INTO analytics.performance_totals (company_id, content_id, platform, recorded_at, counted_at)
    VALUES ($1, gen_random_uuid(), 'walk', now(), now())`,
  'analytics.content_performance': `INSERT INTO analytics.content_performance (company_id, content_id, platform, recorded_at)
    VALUES ($1, gen_random_uuid(), 'walk', now())`,
  'embeddings.fingerprints': `INSERT INTO embeddings.fingerprints (company_id, content_id, bands) VALUES ($1, gen_random_uuid(), '{}')`,
  'embeddings.live_contents': `INSERT INTO embeddings.live_contents (company_id, content_id, write_id, title, topics, chunk_starts, chunk_texts) VALUES ($1, gen_random_uuid(), 1, '', '{}', '{}', '{}')`,
  'embeddings.content_engagement': `INSERT INTO embeddings.content_engagement (company_id, content_id, weight, at) VALUES ($1, gen_random_uuid(), 1, now())`,
  'embeddings.reader_engagement': `INSERT INTO embeddings.reader_engagement (company_id, user_id, content_id, weight, at)
    VALUES ($1, gen_random_uuid(), gen_random_uuid(), 1, now())`,
  'embeddings.readers': 'INSERT INTO embeddings.readers (company_id, user_id) VALUES ($1, gen_random_uuid())',
  'embeddings.fingerprint_bands': `INSERT INTO embeddings.fingerprint_bands (company_id, band, content_id) VALUES ($1, 1, gen_random_uuid())`,
  'generation.content_history_keys': `WITH ${HISTORY_KEY} SELECT 1`,
  'generation.content_history': `WITH ${HISTORY_KEY} INSERT INTO generation.content_history
    (company_id, id, request_id, created_at, content_type, agent_name, prompt, content, model, generation_time_ms)
    SELECT *, 'other', 'walk', 'walk', 'walk', 'walk', 0 FROM key`,
  'generation.content_history_archive': `WITH ${HISTORY_KEY} INSERT INTO generation.content_history_archive
    (company_id, id, request_id, created_at, content_type, agent_name, prompt, content, model, generation_time_ms)
    SELECT *, 'other', 'walk', 'walk', 'walk', 'walk', 0 FROM key`,
  'generation.api_usage_daily': `INSERT INTO generation.api_usage_daily (company_id, day, model, endpoint, success, calls, runs, untold_calls,
      unpriced_calls, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, api_latency_ms, total_request_time_ms,
      last_called_at)
    VALUES ($1, now(), 'walk', 'walk', true, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, now())`,
  'generation.performance_metrics_daily': `INSERT INTO generation.performance_metrics_daily (company_id, day, cache_hit, metric, count, sum, min, max)
    VALUES ($1, now(), false, 'walk', 1, 0, 0, 0)`,
  'generation.usage_horizons': `INSERT INTO generation.usage_horizons (company_id, table_name, day) VALUES ($1, 'api_usage', now())`,
  'generation.api_usage': `INSERT INTO generation.api_usage
    (id, company_id, request_id, endpoint, method, model, is_usage_told, api_latency_ms, total_request_time_ms)
    VALUES (gen_random_uuid(), $1, 'walk', 'walk', 'POST', 'walk', true, 0, 0)`,
  'generation.performance_metrics': `INSERT INTO generation.performance_metrics (id, company_id, request_id, total_duration_ms, api_call_ms)
    VALUES (gen_random_uuid(), $1, 'walk', 0, 0)`,
  'generation.budgets': `WITH ${BUDGET} SELECT 1`,
  'generation.budget_periods': `WITH ${BUDGET}, ${PERIOD} SELECT 1`,
  'generation.budget_reservations': `WITH ${RESERVATION} SELECT 1`,
  'generation.budget_holds': `WITH ${BUDGET}, ${PERIOD}, ${RESERVATION}
    INSERT INTO generation.budget_holds SELECT $1, reservation.id, budget_id, starts_at FROM period, reservation`,
  'ml_data.ml_models': `INSERT INTO ml_data.ml_models (id, company_id, name, model_type, version)
    VALUES (gen_random_uuid(), $1, 'walk', 'recommendation', gen_random_uuid()::text)`,
  'generation.company_model_prices': `INSERT INTO generation.company_model_prices (id, company_id, model, valid_from, created_by)
    VALUES (gen_random_uuid(), $1, 'walk', now(), $1)`,
  'campaigns.bookings': `WITH campaign AS (INSERT INTO campaigns.campaigns (id, company_id, user_id, name) VALUES (gen_random_uuid(), $1, $1, 'walk')
    RETURNING id) INSERT INTO campaigns.bookings (id, company_id, campaign_id, kind, source, amount_usd)
    SELECT gen_random_uuid(), $1, id, 'booking', 'person', 1 FROM campaign`,
  'campaigns.campaign_contents': `INSERT INTO campaigns.campaign_contents VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'draft', now())`,
  'campaigns.campaign_posts': `INSERT INTO campaigns.campaign_posts
    VALUES ($1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'webhook', 'pending', now())`,
  'campaigns.campaigns': `INSERT INTO campaigns.campaigns (id, company_id, user_id, name) VALUES (gen_random_uuid(), $1, $1, 'walk')`,
  'identity.erasures': `INSERT INTO identity.erasures (id, company_id, requested_by) VALUES (gen_random_uuid(), $1, 'walk')`,
  'identity.mails': `INSERT INTO identity.mails (id, company_id, kind, address, expires_at) VALUES (gen_random_uuid(), $1, 'walk', 'walk', now())`,
};

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name, CASE WHEN c.relkind IN ('r', 'p') THEN 'table' ELSE 'view' END AS kind,
         bool_or(a.attname = 'company_id') AS "isTenants",
         string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '') AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE n.nspname !~ '^(pg_|information_schema$)' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
   GROUP BY 1, 2, 3 ORDER BY 1, 2`;

/** Every table of every schema, looked into and written to by the roles of the services, for another company and for none. */
export async function walkTables({ world, report }: TableWalk): Promise<void> {
  for (const table of await world.sql<Table>(TABLES)) {
    const door = report.door('table', `${table.schema}.${table.name}`);
    await Rehearsal.in(world.admin, async (rehearsal) => {
      await keepOtherServicesOut(table, door, rehearsal, report);
      await keepOutOfPartitions(table, door, rehearsal, report);
      const exemption = exemptionOf(table.schema, table.name);
      if (exemption) await lookAtExempt(table, exemption, door, rehearsal, report);
      else if (!table.isTenants || table.kind === 'view')
        report.leave(door, 'it has no company_id and test/walk/exempt-tables.ts does not say why');
      else await tryTenantTable(table, door, rehearsal, { world, report });
    });
  }
}

async function keepOtherServicesOut({ schema, name }: Table, door: Door, rehearsal: Rehearsal, report: Report): Promise<void> {
  const others = OPERATED_SERVICES.filter((service) => service !== homeOf({ schema, name }));
  for (const role of others.flatMap((service) => [service, `${service}_system`, `${service}_owner`])) {
    const outcome = await rehearsal.as(role, null, `SELECT count(*) FROM ${schema}.${name}`);
    report.met(door, 'other service', 'no right', outcome.refusal === NO_RIGHT ? null : `${role} may read it`);
  }
}

/** Schemas that a service has beside its own. */
const HOMES: Readonly<Record<string, string>> = { ml_data: 'generation' };

/** The service whose table it is: its schema's, or the one that a table of a common schema is called after. */
function homeOf({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return HOMES[schema] ?? ((OPERATED_SERVICES as readonly string[]).includes(schema) ? schema : name);
}

/** What the role `$1` may do with a table, also with some of its columns only. */
function rightsOn(table: string): string {
  return `(SELECT coalesce(string_agg(word, ', ' ORDER BY place), '')
    FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) WITH ORDINALITY AS words(word, place)
   WHERE CASE WHEN place <= 3 THEN has_any_column_privilege($1, ${table}, word) ELSE has_table_privilege($1, ${table}, word) END)`;
}

/** A policy of a table is not that of its partitions: requests come to those by way of the table alone. */
async function keepOutOfPartitions(table: Table, door: Door, rehearsal: Rehearsal, report: Report): Promise<void> {
  const partitions = await rehearsal.prepare<{ name: string; rights: string }>(
    `SELECT inhrelid::regclass::text AS name, ${rightsOn('inhrelid')} AS rights
       FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE relispartition AND relkind IN ('r', 'p') AND inhparent = $2::regclass`,
    [homeOf(table), `${table.schema}.${table.name}`],
  );
  for (const { name, rights } of partitions)
    report.met(door, 'other company', 'no right', rights === '' ? null : `past the policies there is ${name}, with the rights ${rights}`);
}

/** It holds rows of every company, so whoever has no company sees what is needed of it and the door is open to its own service alone. */
async function lookAtExempt(
  { schema, name }: Table,
  exemption: Exemption,
  door: Door,
  rehearsal: Rehearsal,
  report: Report,
): Promise<void> {
  const home = homeOf({ schema, name });
  const [granted] = await rehearsal.prepare<{ rights: string }>(`SELECT ${rightsOn('$2::regclass')} AS rights`, [
    home,
    `${schema}.${name}`,
  ]);
  const expected = exemption.rights.join(', ');
  const isAsListed = granted?.rights === expected;
  const leak = `${home} has the rights (${granted?.rights}); test/walk/exempt-tables.ts says (${expected})`;
  report.met(door, 'other company', expected || 'no right', isAsListed ? null : leak);
  const { refusal } = await rehearsal.as(`${home}_owner`, null, `SELECT count(*) FROM ${schema}.${name}`);
  if (refusal) report.leave(door, `its own owner may not read it: ${refusal}`);
  else report.opened(door, 'exempt');
}

async function tryTenantTable(table: Table, door: Door, rehearsal: Rehearsal, { world, report }: TableWalk): Promise<void> {
  const schema = homeOf(table);
  const place = `${table.schema}.${table.name}`;
  const row = await rowOf(table, rehearsal, world.a.id);
  if (!row) return report.leave(door, 'A has no row in it');
  const seen = await rehearsal.as(schema, world.a.id, `SELECT count(*) FROM ${place} WHERE company_id = $1`, [world.a.id]);
  const seenBySystem = await rehearsal.as(`${schema}_system`, null, `SELECT count(*) FROM ${place} WHERE company_id = $1`, [world.a.id]);
  if (seen.rows > 0) report.opened(door, `${seen.rows} rows`);
  else if (seen.refusal === NO_RIGHT && seenBySystem.rows > 0) report.opened(door, `${seenBySystem.rows} rows, system`);
  else report.leave(door, `A sees none of its own rows: ${seen.message}`);

  const count = `SELECT count(*) FROM ${place}`;
  judge(report, door, 'nobody', await rehearsal.as(schema, null, count), 'rows are seen without a company');
  const ofA = `${count} WHERE company_id = $1`;
  judge(report, door, 'other company', await rehearsal.as(schema, world.b.id, ofA, [world.a.id]), 'rows of A are seen');
  await tryWrites(table, row, door, rehearsal, { world, report });
}

/** By what has changed hands in Postgres: a row that is written again as it was counts as changed. */
const PRINT = "md5(string_agg(concat_ws(' ', tableoid, ctid, xmin, md5(x::text)), '' ORDER BY tableoid, ctid)) AS print";

const RIGHTS = `
  SELECT coalesce(string_agg(quote_ident(attname), ', ' ORDER BY attnum) FILTER (WHERE has_column_privilege($1, attrelid, attnum, 'INSERT')), '') AS insert,
         coalesce(string_agg(quote_ident(attname) || ' = ' || quote_ident(attname), ', ')
           FILTER (WHERE attidentity <> 'a' AND has_column_privilege($1, attrelid, attnum, 'UPDATE')
             AND has_column_privilege($1, attrelid, attnum, 'SELECT')), '') AS update,
         has_table_privilege($1, $2, 'DELETE') AS delete
    FROM pg_attribute WHERE attrelid = $2::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`;

/** What B's requests may write they write without asking whose it is; then the administrator looks whether a row of A moved. */
async function tryWrites(
  { schema, name }: Table,
  row: unknown,
  door: Door,
  rehearsal: Rehearsal,
  { world, report }: TableWalk,
): Promise<void> {
  const place = `${schema}.${name}`;
  const [may] = await rehearsal.prepare<{ insert: string; update: string; delete: boolean }>(RIGHTS, [homeOf({ schema, name }), place]);
  const columns = may?.insert || 'company_id';
  const source = `SELECT ${columns} FROM jsonb_populate_record(NULL::${place}, $1)`;
  const writes: (Statement & { isAllowed: boolean; leak: string })[] = [
    {
      text: `UPDATE ${place} SET ${may?.update || 'company_id = company_id'}`,
      values: [],
      isAllowed: Boolean(may?.update),
      leak: 'rows of A are changed',
    },
    { text: `DELETE FROM ${place}`, values: [], isAllowed: Boolean(may?.delete), leak: 'rows of A are deleted' },
    {
      text: `INSERT INTO ${place} (${columns}) OVERRIDING SYSTEM VALUE ${source}`,
      values: [row],
      isAllowed: Boolean(may?.insert),
      leak: 'a row can be written for A',
    },
  ];
  const print = { text: `SELECT ${PRINT} FROM ${place} x WHERE company_id = $1`, values: [world.a.id] };
  for (const { isAllowed, leak, ...statement } of writes) {
    const outcome = await rehearsal.write(homeOf({ schema, name }), world.b.id, statement, print);
    judge(report, door, 'other company', outcome, leak);
    const { refusal, message } = outcome;
    const isOdd = refusal !== null && refusal !== NO_RIGHT;
    const isByChance = isAllowed && refusal === NO_RIGHT && !message.includes('row-level security');
    if (isOdd || isByChance) report.leave(door, `no policy refused "${statement.text.slice(0, 60)}", but ${refusal}: ${message}`);
  }
}

/** A refusal or nothing at all. */
function judge(report: Report, door: Door, stranger: 'nobody' | 'other company', { rows, refusal }: Outcome, leak: string): void {
  report.met(door, stranger, refusal === NO_RIGHT ? 'no right' : `${rows} rows`, rows > 0 ? leak : null);
}

/** A row of A; where nothing writes one yet, a copy of one that another service has in its table of the same name. */
async function rowOf({ schema, name, columns }: Table, rehearsal: Rehearsal, companyId: string): Promise<unknown> {
  const find = () =>
    rehearsal.prepare<{ row: unknown }>(`SELECT to_jsonb(x) AS row FROM ${schema}.${name} x WHERE company_id = $1 LIMIT 1`, [companyId]);
  const plant = PLANTS[`${schema}.${name}`];
  if (plant) await rehearsal.prepare(plant, [companyId]);
  const [own] = await find();
  if (own) return own.row;
  for (const other of OPERATED_SERVICES) {
    const copy = `INSERT INTO ${schema}.${name} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${other}.${name} WHERE company_id = $1 LIMIT 1`;
    await rehearsal.prepare(copy, [companyId]).catch(() => []);
    const [copied] = await find();
    if (copied) return copied.row;
  }
  return undefined;
}
