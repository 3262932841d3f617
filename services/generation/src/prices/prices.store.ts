import { Injectable } from '@nestjs/common';
import type { ModelPrice } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import type { Price } from '../money/cost.js';

/** A version of a price: what it is called where it priced something, and its numbers. */
export interface PriceVersion {
  readonly id: string;
  readonly price: Price;
}

/** A version that is yet to be written; without numbers it withdraws a company's own price. */
export interface NewVersion {
  readonly id: string;
  readonly model: string;
  /** Now, where it is null. */
  readonly validFrom: string | null;
  readonly price: Price | null;
}

interface PriceRow extends Price {
  readonly id: string;
  readonly is_withdrawn: boolean;
}

const NUMBERS = `input_usd_per_million AS input, output_usd_per_million AS output, cache_read_usd_per_million AS cache_read,
  cache_write_usd_per_million AS cache_write, reasoning_usd_per_million AS reasoning`;

/** The company's own price goes before everybody's, unless it was withdrawn; of several versions the last that is valid. */
const IN_FORCE = `SELECT * FROM (
    (SELECT id, ${NUMBERS}, input_usd_per_million IS NULL AS is_withdrawn, 1 AS place FROM company_model_prices
      WHERE company_id = $1 AND model = $2 AND valid_from <= now() ORDER BY valid_from DESC, id DESC LIMIT 1)
    UNION ALL
    (SELECT id, ${NUMBERS}, false, 2 FROM model_prices WHERE model = $2 AND valid_from <= now() ORDER BY valid_from DESC, id DESC LIMIT 1)
  ) AS versions ORDER BY place`;
const VERSION = `SELECT id, ${NUMBERS}, false AS is_withdrawn FROM company_model_prices WHERE company_id = $1 AND id = $2
  UNION ALL SELECT id, ${NUMBERS}, false FROM model_prices WHERE id = $2`;

const JSON_NUMBERS = `CASE WHEN input_usd_per_million IS NOT NULL THEN jsonb_build_object('input', input_usd_per_million::text,
    'output', output_usd_per_million::text, 'cache_read', cache_read_usd_per_million::text, 'cache_write', cache_write_usd_per_million::text,
    'reasoning', reasoning_usd_per_million::text) END AS usd_per_million`;
const OWN = `id, model, 'company' AS source, valid_from, ${JSON_NUMBERS}, created_at`;
const EVERYBODYS = `id, model, 'everybody' AS source, valid_from, ${JSON_NUMBERS}, created_at`;
const LIST_IN_FORCE = `WITH own AS (
    SELECT DISTINCT ON (model) ${OWN} FROM company_model_prices WHERE company_id = $1 AND model > $3 AND valid_from <= now()
    ORDER BY model, valid_from DESC, id DESC),
  everybodys AS (
    SELECT DISTINCT ON (model) ${EVERYBODYS} FROM model_prices WHERE model > $3 AND valid_from <= now()
    ORDER BY model, valid_from DESC, id DESC),
  overriding AS (SELECT * FROM own WHERE usd_per_million IS NOT NULL)
  SELECT * FROM overriding
  UNION ALL SELECT * FROM everybodys WHERE model NOT IN (SELECT model FROM overriding) ORDER BY model LIMIT $2`;
const VALUES = `(id, model, valid_from, input_usd_per_million, output_usd_per_million, cache_read_usd_per_million, cache_write_usd_per_million,
  reasoning_usd_per_million`;

@Injectable()
export class PricesStore {
  async inForce(tx: Tx, companyId: string, model: string): Promise<PriceVersion | null> {
    const rows = await tx.query<PriceRow>(IN_FORCE, [companyId, model]);
    return versionOf(rows.find((row) => !row.is_withdrawn));
  }

  async version(tx: Tx, companyId: string, id: string): Promise<PriceVersion | null> {
    return versionOf(await tx.one<PriceRow>(VERSION, [companyId, id]));
  }

  /** @param after the last model of the page before, or nothing */
  listInForce(tx: Tx, companyId: string, limit: number, after: string): Promise<ModelPrice[]> {
    return tx.query(LIST_IN_FORCE, [companyId, limit, after]);
  }

  async show(tx: Tx, companyId: string, id: string): Promise<ModelPrice | undefined> {
    const text = `SELECT ${OWN} FROM company_model_prices WHERE company_id = $1 AND id = $2
      UNION ALL SELECT ${EVERYBODYS} FROM model_prices WHERE id = $2`;
    return tx.one(text, [companyId, id]);
  }

  async setOwn(tx: Tx, companyId: string, userId: string, version: NewVersion): Promise<ModelPrice> {
    const text = `INSERT INTO company_model_prices ${VALUES}, company_id, created_by)
      VALUES ($1, $2, coalesce($3, now()), $4, $5, $6, $7, $8, $9, $10) RETURNING ${OWN}`;
    return (await tx.one<ModelPrice>(text, [...valuesOf(version), companyId, userId])) as ModelPrice;
  }

  /** As `generation_system`: nobody's requests may change what everybody pays. */
  async setEverybodys(tx: Tx, version: NewVersion): Promise<ModelPrice> {
    const text = `INSERT INTO model_prices ${VALUES}) VALUES ($1, $2, coalesce($3, now()), $4, $5, $6, $7, $8) RETURNING ${EVERYBODYS}`;
    return (await tx.one<ModelPrice>(text, valuesOf(version))) as ModelPrice;
  }

  listEverybodys(tx: Tx, model: string | null, limit: number, before: string | null): Promise<ModelPrice[]> {
    const text = `SELECT ${EVERYBODYS} FROM model_prices WHERE ($1::text IS NULL OR model = $1) AND ($3::uuid IS NULL OR id < $3)
      ORDER BY id DESC LIMIT $2`;
    return tx.query(text, [model, limit, before]);
  }
}

function valuesOf({ id, model, validFrom, price }: NewVersion): unknown[] {
  const numbers = [price?.input, price?.output, price?.cache_read, price?.cache_write, price?.reasoning];
  return [id, model, validFrom, ...numbers.map((number) => number ?? null)];
}

function versionOf(row: PriceRow | undefined): PriceVersion | null {
  if (!row) return null;
  const { id, input, output, cache_read, cache_write, reasoning } = row;
  return { id, price: { input, output, cache_read, cache_write, reasoning } };
}
