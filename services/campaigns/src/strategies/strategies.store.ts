import { Injectable } from '@nestjs/common';
import type { RequestContext, Strategy } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { bytesOf, PAGE_BYTES } from '../byte-page.js';

type Written = Omit<Strategy, 'revision' | 'created_at' | 'updated_at'>;
type Row = Omit<Strategy, 'user_id'> & { readonly user_id: string; readonly is_user_id_number: boolean };

const COLUMNS = `id, user_id, is_user_id_number, name, industry, target_audience, content_pillars, ai_recommendations, revision, created_at, updated_at`;
const INSERT = `INSERT INTO strategies
    (company_id, id, user_id, is_user_id_number, name, industry, target_audience, content_pillars, ai_recommendations, size_bytes)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${COLUMNS}`;
const UPDATE = `UPDATE strategies SET user_id = $2, is_user_id_number = $3, name = $4, industry = $5, target_audience = $6, content_pillars = $7,
    ai_recommendations = $8, size_bytes = $9, revision = revision + 1, updated_at = clock_timestamp()
  WHERE id = $1 RETURNING ${COLUMNS}`;

/** What is read alone stands in functions of the migrations: each in one round trip. */
@Injectable()
export class StrategiesStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, companyId: string, strategy: Written): Promise<Strategy> {
    return strategyOf((await tx.one<Row>(INSERT, [companyId, strategy.id, ...valuesOf(strategy)])) as Row);
  }

  async update(tx: Tx, strategy: Strategy): Promise<Strategy> {
    return strategyOf((await tx.one<Row>(UPDATE, [strategy.id, ...valuesOf(strategy)])) as Row);
  }

  async get(context: RequestContext, id: string): Promise<Strategy | undefined> {
    const [row] = await this.database.readTenant<Row>(context, 'get_strategy', [id]);
    return row && strategyOf(row);
  }

  /** Newest first, from below `before`. */
  page(context: RequestContext, label: string | null, before: string | null, limit: number): Promise<(Row & { found: number })[]> {
    return this.database.readTenant(context, 'list_strategies', [label, before, limit, PAGE_BYTES]);
  }

  /** Nobody else changes it, nor puts an event into its calendar, until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<Strategy | undefined> {
    const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM strategies WHERE id = $1 FOR UPDATE`, [id]);
    return row && strategyOf(row);
  }

  async hasEvents(tx: Tx, id: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM calendar_events WHERE strategy_id = $1 LIMIT 1', [id])).length > 0;
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM strategies WHERE id = $1', [id]);
  }
}

/** A label is answered as it was given. */
export function strategyOf({ user_id, is_user_id_number, ...row }: Row): Strategy {
  const { id, name, industry, target_audience, content_pillars, ai_recommendations, revision, created_at, updated_at } = row;
  const plan = { name, industry, target_audience, content_pillars, ai_recommendations };
  return { id, user_id: is_user_id_number ? Number(user_id) : user_id, ...plan, revision, created_at, updated_at };
}

function valuesOf(strategy: Written): unknown[] {
  const { user_id, name, industry, target_audience, content_pillars, ai_recommendations } = strategy;
  const documents = [target_audience, content_pillars, ai_recommendations].map((value) => (value === null ? null : JSON.stringify(value)));
  return [String(user_id), typeof user_id === 'number', name, industry, ...documents, bytesOf(strategy)];
}
