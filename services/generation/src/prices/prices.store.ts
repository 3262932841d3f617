import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import type { Price } from '../money/cost.js';

/** A version of a price: what it is called where it priced something, and its numbers. */
export interface PriceVersion {
  readonly id: string;
  readonly price: Price;
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

@Injectable()
export class PricesStore {
  async inForce(tx: Tx, companyId: string, model: string): Promise<PriceVersion | null> {
    const rows = await tx.query<PriceRow>(IN_FORCE, [companyId, model]);
    return versionOf(rows.find((row) => !row.is_withdrawn));
  }

  async version(tx: Tx, companyId: string, id: string): Promise<PriceVersion | null> {
    return versionOf(await tx.one<PriceRow>(VERSION, [companyId, id]));
  }
}

function versionOf(row: PriceRow | undefined): PriceVersion | null {
  if (!row) return null;
  const { id, input, output, cache_read, cache_write, reasoning } = row;
  return { id, price: { input, output, cache_read, cache_write, reasoning } };
}
