import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';

/** This month and week, and so many after them. */
const AHEAD = 3;

@Injectable()
export class PartitionsStore {
  async ensure(tx: Tx): Promise<void> {
    await tx.query('SELECT ensure_usage_partitions($1)', [AHEAD]);
  }
}
