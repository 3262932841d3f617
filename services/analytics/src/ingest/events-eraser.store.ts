import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import type { ErasedPlace, ErasureTarget } from '@smartcontent/contracts';
import { z } from 'zod';

const tablesQuery = defineQuery({
  name: 'erasure.tables',
  sql: `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'
    AND name IN (SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'company_id') ORDER BY name`,
  params: z.object({}),
  row: z.object({ name: z.string().regex(/^\w+$/) }),
});
const companyRowsQuery = defineQuery({
  name: 'erasure.company-rows',
  sql: 'SELECT count() AS rows FROM {table:Identifier} WHERE company_id = {company:UUID}',
  params: z.object({ table: z.string(), company: z.uuid() }),
  row: z.object({ rows: z.number() }),
  maxSeconds: 60,
});
const personRowsQuery = defineQuery({
  name: 'erasure.person-rows',
  sql: 'SELECT count() AS rows FROM events WHERE company_id = {company:UUID} AND user_id = {person:UUID}',
  params: z.object({ company: z.uuid(), person: z.uuid() }),
  row: z.object({ rows: z.number() }),
  maxSeconds: 60,
});
/** Changes of a table that somebody began and that are not over: by the table and the ids that they name. */
const unfinishedQuery = defineQuery({
  name: 'erasure.unfinished',
  sql: `SELECT count() AS rows FROM system.mutations WHERE database = currentDatabase() AND table = {table:String} AND NOT is_done
    AND arrayAll(word -> position(command, word) > 0, {words:Array(String)})`,
  params: z.object({ table: z.string(), words: z.array(z.string()) }),
  row: z.object({ rows: z.number() }),
});
/** Whoever asks waits no longer than this for a change that another began; the next call goes on waiting. */
const WAIT_MS = 20_000;
const LOOK_MS = 500;
/** Everything by which somebody could be found again; the event itself stays, so that what was counted still adds up. */
const NOBODY = `user_id = NULL, ip_address = toIPv6('::'), user_agent = '', session_id = '', visitor_id = '', properties = map()`;

/** Takes events out of ClickHouse. A change of stored parts is over when the statement returns, on every replica. */
@Injectable()
export class EventsEraserStore {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** Whatever table there is that has companies: events, their ids, and what is counted of them. */
  async eraseCompany(companyId: string): Promise<ErasedPlace[]> {
    const tables = await this.clickhouse.run(tablesQuery, {});
    const places: ErasedPlace[] = [];
    for (const { name } of tables) {
      const count = () => this.count(companyRowsQuery, { table: name, company: companyId });
      places.push(await this.mutate(name, count, ['DELETE', z.uuid().parse(companyId)], `DELETE WHERE company_id = '${companyId}'`));
    }
    return places;
  }

  async erasePerson({ companyId, userId }: ErasureTarget): Promise<ErasedPlace[]> {
    const [company, person] = [z.uuid().parse(companyId), z.uuid().parse(userId)];
    const count = () => this.count(personRowsQuery, { company, person });
    return [
      await this.mutate(
        'events',
        count,
        ['UPDATE', company, person],
        `UPDATE ${NOBODY} WHERE company_id = '${company}' AND user_id = '${person}'`,
      ),
    ];
  }

  /** A change goes on where whoever asked for it has gone: it is waited for, or each attempt would add another of the same. */
  private async mutate(table: string, count: () => Promise<number>, words: string[], change: string): Promise<ErasedPlace> {
    const before = await count();
    if (before > 0 && !(await this.isUnderWay(table, words)))
      await this.clickhouse.command(`ALTER TABLE ${table} ${change} SETTINGS mutations_sync = 2`);
    else if (before > 0) await this.waitFor(table, words);
    const left = before > 0 ? await count() : 0;
    return { place: `clickhouse.${table}`, erased: Math.max(before - left, 0), left };
  }

  private async isUnderWay(table: string, words: string[]): Promise<boolean> {
    return (await this.count(unfinishedQuery, { table, words })) > 0;
  }

  private async waitFor(table: string, words: string[]): Promise<void> {
    const endsAtMs = performance.now() + WAIT_MS;
    while (performance.now() < endsAtMs && (await this.isUnderWay(table, words))) await delay(LOOK_MS);
  }

  private async count<P extends z.ZodType>(
    query: ReturnType<typeof defineQuery<P, typeof companyRowsQuery.row>>,
    params: z.input<P>,
  ): Promise<number> {
    const [row] = await this.clickhouse.run(query, params);
    return row?.rows ?? 0;
  }
}
