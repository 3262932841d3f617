import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@smartcontent/contracts';
import type { Database } from '@smartcontent/database';
import { Client } from 'pg';
import { type Figures, median } from './figures.js';

const COMPANIES = 5;
const CONTENTS_EACH = 8_000;
const TOPICS = 1_000;
const PAGE = 20;
const BLOCKS = 20;
const BLOCK_CALLS = 60;
/** Of a block: the plans are made anew for each role. */
const BLOCK_WARM_UP = 10;

/** Many companies in one table, each title with a word that a few share, so that a search finds some and not all. */
const SEED = `
  WITH seed AS MATERIALIZED (
    SELECT uuidv7() AS id, uuidv7() AS version_id, company, 'Notes on topic' || (number % $3) AS title, number
      FROM unnest($1::uuid[]) AS company, generate_series(1, $2::int) AS number),
  version AS (
    INSERT INTO content.content_versions (company_id, content_id, id, number, hash, content_type, title, content_text, created_by)
    SELECT company, id, version_id, 1, repeat('0', 64), 'blog_post', title, title, company FROM seed)
  INSERT INTO content.content (company_id, id, user_id, version_id, version_number, version_hash, content_type, title, content_text, search)
  SELECT company, id, company, version_id, 1, repeat('0', 64), 'blog_post', title, title, content.search_vector(title, title) FROM seed`;

/** The search with the rights of whoever calls it: its statement is the platform's own, word for word. */
const SEARCH_WITHOUT_ROLE = `
  DO $do$ BEGIN
    EXECUTE replace(replace(pg_get_functiondef('content.search_as_content_search'::regproc), 'SECURITY DEFINER', ''),
      'content.search_as_content_search', 'content.search_without_policies');
  END $do$`;

/** A hot read of the content service. */
interface Read {
  readonly name: string;
  /** The function of the tenant door, without its schema. */
  readonly door: string;
  /** Of these only the policies differ. */
  readonly on: string;
  readonly off: string;
  readonly takes: (company: string, args: readonly unknown[]) => unknown[];
  /** What somebody would write who knows no companies: one statement of its own transaction, as a role that no policy binds. */
  readonly plain: string;
  readonly plainTakes: (company: string, args: readonly unknown[]) => unknown[];
  args(call: number): unknown[];
}

const SUMMARY = 'id, company_id, user_id, title, content_type, status, revision, version_id, created_at, updated_at';
const WORDS = "websearch_to_tsquery('pg_catalog.english', $2)";
const PLAIN = {
  get: `SELECT ${SUMMARY}, content_text, metadata FROM content.content WHERE company_id = $1 AND id = $2`,
  list: `SELECT ${SUMMARY} FROM content.content WHERE company_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`,
  versions: `SELECT id, content_id, number, hash, title, created_by, created_at FROM content.content_versions
    WHERE company_id = $1 AND content_id = $2 ORDER BY number DESC LIMIT $3`,
  search: `SELECT ${SUMMARY}, ts_rank('{0.1, 0.2, 0.4, 1}', search, ${WORDS}) + 0.05 * public.word_similarity($2, title) AS score
    FROM content.content WHERE company_id = $1 AND (search @@ ${WORDS} OR $2 OPERATOR(public.<%) title)
    ORDER BY score DESC, id DESC LIMIT $3`,
};

/** What row-level security costs the hot reads: the same function in the same transaction, once with policies and once as a role past them. */
export async function measurePolicies(scope: AsyncDisposableStack, postgresUrl: string, database: Database): Promise<Figures> {
  const client = new Client(postgresUrl);
  await client.connect();
  scope.defer(() => client.end());
  const companies = Array.from({ length: COMPANIES }, () => randomUUID());
  const company = companies[0] ?? '';
  await client.query(SEED, [companies, CONTENTS_EACH, TOPICS]);
  await client.query('VACUUM (ANALYZE) content.content, content.content_versions');
  await client.query(SEARCH_WITHOUT_ROLE);
  const { rows } = await client.query<{ id: string }>('SELECT id FROM content.content WHERE company_id = $1 LIMIT 500', [company]);
  const reads = readsOf(rows.map(({ id }) => id));
  const figures: Record<string, number> = {};
  const doors: Record<string, number> = {};
  for (const read of reads) {
    const { on, off } = await measureBoth(client, company, read);
    figures[`rls_overhead_${read.name}`] = on / off - 1;
    doors[`${read.name}_without_policies_ms`] = off;
    doors[`${read.name}_tenant_door_ms`] = await measureDoor(database, company, read);
    doors[`${read.name}_plain_statement_ms`] = await measurePlain(client, company, read);
  }
  return { ...figures, ...doors };
}

function readsOf(ids: readonly string[]): Read[] {
  const idOf = (call: number) => ids[call % ids.length];
  const ofCompany = (company: string, args: readonly unknown[]) => [company, ...args];
  const search = {
    name: 'search',
    door: 'search_content',
    on: 'SELECT * FROM content.search_as_content_search($1, $2)',
    off: 'SELECT * FROM content.search_without_policies($1, $2)',
    takes: (_company: string, args: readonly unknown[]) => [...args],
    plain: PLAIN.search,
    plainTakes: ofCompany,
    args: (call: number) => [`topic${call % TOPICS}`, PAGE],
  };
  return [
    { ...throughDoor('get', 'get_content', 3), plainTakes: ofCompany, args: (call) => [idOf(call)] },
    {
      ...throughDoor('list', 'list_content', 8),
      plainTakes: (company) => [company, PAGE],
      args: () => [null, null, null, null, null, PAGE],
    },
    {
      ...throughDoor('versions', 'list_versions', 5),
      plainTakes: (company, [id]) => [company, id, PAGE],
      args: (call) => [idOf(call), null, PAGE],
    },
    search,
  ];
}

/** The function of the door itself, called by a role that the policies bind, and by one that they do not. */
function throughDoor(name: Exclude<keyof typeof PLAIN, 'search'>, door: string, parameters: number) {
  const places = Array.from({ length: parameters }, (_, index) => `$${index + 1}`).join(', ');
  const text = `SELECT * FROM content.${door}(${places})`;
  const takes = (company: string, args: readonly unknown[]) => [company, company, ...args];
  return { name, door, on: text, off: text, takes, plain: PLAIN[name] };
}

/** Blocks of both in turn within one transaction, so that what the server does beside them falls on both. */
async function measureBoth(client: Client, company: string, read: Read): Promise<{ readonly on: number; readonly off: number }> {
  const times = { on: [] as number[], off: [] as number[] };
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.company_id', $1, true)`, [company]);
  for (let block = 0; block < BLOCKS; block += 1) {
    for (const side of block % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
      await client.query(side === 'on' ? 'SET LOCAL ROLE content' : 'RESET ROLE');
      for (let call = 0; call < BLOCK_CALLS; call += 1) {
        const values = read.takes(company, read.args(block * BLOCK_CALLS + call));
        const startedAt = performance.now();
        await client.query({ name: `${read.name} ${side}`, text: read[side], values });
        if (call >= BLOCK_WARM_UP) times[side].push(performance.now() - startedAt);
      }
    }
  }
  await client.query('COMMIT');
  return { on: median(times.on), off: median(times.off) };
}

/** The way that a request takes. */
function measureDoor(database: Database, company: string, read: Read): Promise<number> {
  const actor = { kind: 'service', service: 'content', company_id: company, reason: 'bench' } as const;
  const deadlineMs = Number.MAX_SAFE_INTEGER;
  const context: RequestContext = { actor, actorToken: '', correlationId: 'bench', traceparent: null, deadlineMs, idempotency: null };
  return medianOf((call) => database.readTenant(context, read.door, read.args(call)));
}

function measurePlain(client: Client, company: string, read: Read): Promise<number> {
  return medianOf((call) =>
    client.query({ name: `${read.name} plain`, text: read.plain, values: read.plainTakes(company, read.args(call)) }),
  );
}

async function medianOf(ask: (call: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let call = 0; call < BLOCKS * BLOCK_CALLS; call += 1) {
    const startedAt = performance.now();
    await ask(call);
    if (call >= BLOCK_WARM_UP) times.push(performance.now() - startedAt);
  }
  return median(times);
}
