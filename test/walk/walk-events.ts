import { randomUUID } from 'node:crypto';
import { ClickHouse, definedQueries, type Query } from '@smartcontent/clickhouse';
import type { Evidence } from './evidence.js';
import type { Report } from './report.js';
import type { World } from './world.js';
// Their queries are known once they are loaded.
import '@smartcontent/analytics';
import '@smartcontent/embeddings';

const DAY_MS = 86_400_000;
/** One of the four planes of what is looked for among codes of vectors. */
const PLANE = Buffer.alloc(64, 0xff).toString('base64');

/** Queries that ask for no company, each with why. */
const WITHOUT_COMPANY: Readonly<Record<string, string>> = {
  'reports.time-zones': 'a list of ClickHouse itself',
  'ingest.stored-events': 'the ingest asks for ids of several companies at once, each named beside its company',
  'engagement.page': 'pages through the events of all companies; only embeddings may ask, in its own name',
  'performance.count': 'counts the events of all companies, each row under its own; only the job asks',
  'search.unnamed-writes': 'the sweep looks for dead writes of all companies: ids; only its job asks',
  'erasure.tables': 'names of tables, from the catalogue',
  'erasure.company-rows': 'counts what is left of the company that is erased; only identity may ask, in its own name',
  'erasure.person-rows': 'counts what is left of the person who is erased; only identity may ask, in its own name',
  'erasure.unfinished': 'counts changes of a table that are under way and name these ids; only the erasure asks, and no row is read',
  'clickhouse.migrations': 'which migrations ran',
};
/** Tables that hold no company's rows. */
const WITHOUT_ROWS = /migrations$/;

export interface EventWalk {
  readonly world: World;
  readonly report: Report;
  readonly evidence: Evidence;
}

/** Every table of ClickHouse and every named query, asked for another company and for one that has nothing. */
export async function walkEvents({ world, report, evidence }: EventWalk, queries: readonly Query[] = definedQueries()): Promise<void> {
  const clickhouse = await ClickHouse.open(world.addresses.clickhouseUrl);
  try {
    const tables = await walkEventTables(world, report);
    for (const query of queries) {
      const door = report.door('query', query.name);
      if (WITHOUT_COMPANY[query.name]) report.opened(door, 'exempt');
      else if (!('company_id' in shapeOf(query))) {
        const asked = tables.filter((table) => query.sql.includes(table)).join(', ');
        report.met(door, 'other company', '', `it asks ${asked} for no company in particular`);
      } else await tryQuery(query, clickhouse, { world, report, evidence });
    }
  } finally {
    await clickhouse.close();
  }
}

/** The engine inside a process knows no policies, so what keeps companies apart is each query; a table must at least say whose its rows are. */
async function walkEventTables({ addresses, a }: World, report: Report): Promise<string[]> {
  const rows = await ask<{ name: string; isTenants: number }>(
    addresses.clickhouseUrl,
    `SELECT name, name IN (SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'company_id') AS isTenants
       FROM system.tables WHERE database = currentDatabase() AND engine NOT LIKE '%View' ORDER BY name`,
  );
  for (const { name, isTenants } of rows) {
    const door = report.door('events', name);
    if (WITHOUT_ROWS.test(name)) report.opened(door, 'exempt');
    else if (!isTenants) report.leave(door, 'it has no company_id');
    else {
      const [counted] = await ask<{ rows: string }>(
        addresses.clickhouseUrl,
        `SELECT count() AS rows FROM ${name} WHERE company_id = '${a.id}'`,
      );
      if (Number(counted?.rows) > 0) report.opened(door, `${counted?.rows} rows`);
      else report.leave(door, 'A has no row in it');
    }
  }
  return rows.map(({ name }) => name);
}

async function tryQuery(query: Query, clickhouse: ClickHouse, { world, report, evidence }: EventWalk): Promise<void> {
  const door = report.door('query', query.name);
  let opened = 0;
  const found = await ask<{ id: string }>(
    world.addresses.clickhouseUrl,
    `SELECT toString(write_id) AS id FROM search_documents WHERE company_id = '${world.a.id}'`,
  );
  const writes = found.map(({ id }) => BigInt(id));
  for (const params of paramsOf(query, world, writes)) {
    const run = (company_id: string) => clickhouse.run(query, { ...params, company_id });
    const own = eventsIn(await run(world.a.id));
    opened = Math.max(opened, own);
    const nobodys = eventsIn(await run(randomUUID()));
    report.met(door, 'nobody', `${nobodys} events`, nobodys > 0 ? 'a company that has nothing gets something' : null);
    const others = JSON.stringify(await run(world.b.id));
    report.met(
      door,
      'other company',
      'own',
      evidence.in(
        others,
        JSON.stringify(params, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
      ),
    );
  }
  if (opened > 0) report.opened(door, `${opened} events`);
  else report.leave(door, 'A gets nothing of its own');
}

/** How much of something is in an answer; rows that count nothing, such as empty buckets, are nothing. */
function eventsIn(rows: readonly unknown[]): number {
  return rows.reduce<number>((sum, row) => sum + Number((row as { events?: number }).events ?? 1), 0);
}

/** Values for what a query asks for, once for each of the tables that it reads: single events, minutes, quarters and days. */
function paramsOf(query: Query, { a, has }: World, writes: readonly bigint[]): Record<string, unknown>[] {
  const from = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const to = from + DAY_MS;
  const values = {
    ...{ event_type: null, platform: null, content_id: null, time_zone: 'UTC', limit: 100 },
    ...{ event_id: has.event_id, property: has.property, from, to },
    ...{ user_id: a.admin.id, content_ids: [has.content_id], except_ids: [], status: null, model: has.model },
    vector: Buffer.from(new Float32Array(has.dimensions).fill(1).buffer).toString('base64'),
    document_id: has.document_id,
    ...{
      terms: ['title', 'text', 'document'],
      weights: [1, 1, 1],
      candidates: 100,
      most_chunks: 10,
      write_ids: writes,
      write_id: writes.find((id) => id > 0n) ?? 0n,
    },
    ...{ plane_0: PLANE, plane_1: PLANE, plane_2: PLANE, plane_3: PLANE },
    ...{ content_type: null, topics: [], created_from: null, created_to: null, published_from: null, published_to: null },
    ...{ min_quality_score: null, min_engagement_score: null },
  };
  const segment = (minute: number, quarter: number, day: number) => ({
    ...{ minuteFrom: minute, quarterFrom: quarter, dayFrom: day },
    ...{ minuteTo: to, quarterTo: to, dayTo: to },
  });
  const segments = [segment(to, to, to), segment(from, to, to), segment(from, from, to), segment(from, from, from)];
  const wanted = Object.keys(shapeOf(query));
  const of = (all: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(wanted.flatMap((name) => (name in all ? [[name, all[name]]] : [])));
  return wanted.includes('dayFrom') ? segments.map((part) => of({ ...values, ...part })) : [of(values)];
}

function shapeOf({ params }: Query): Readonly<Record<string, unknown>> {
  return (params as unknown as { shape?: Record<string, unknown> }).shape ?? {};
}

async function ask<R>(url: string, sql: string): Promise<R[]> {
  const { origin, pathname } = new URL(url);
  const response = await fetch(`${origin}/?database=${pathname.slice(1)}`, { method: 'POST', body: `${sql} FORMAT JSONEachRow` });
  const text = await response.text();
  if (!response.ok) throw new Error(`ClickHouse answered ${response.status}: ${text}`);
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as R]));
}
