import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import { PricesStore, type PriceVersion } from './prices.store.js';

export type { PriceVersion } from './prices.store.js';

/** What models cost. Versions never change, so what one priced can always be worked out again. */
@Injectable()
export class Prices {
  constructor(private readonly store: PricesStore) {}

  /** The version that prices a call of the company now; null where nobody has named a price, which is not a price of nothing. */
  inForce(tx: Tx, companyId: string, model: string): Promise<PriceVersion | null> {
    return this.store.inForce(tx, companyId, model);
  }

  version(tx: Tx, companyId: string, id: string): Promise<PriceVersion | null> {
    return this.store.version(tx, companyId, id);
  }
}
