import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetIngestAccounting, type InputOf, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { requireRange } from '../time-range.js';
import { IngestService } from './ingest.service.js';

/** Keeps an answer of one line per hour below the size of a message. */
const MAX_DAYS = 93;

@Controller()
export class IngestRpc {
  constructor(
    private readonly database: Database,
    private readonly ingest: IngestService,
  ) {}

  @Handles(GetIngestAccounting)
  account(input: InputOf<typeof GetIngestAccounting>, context: RequestContext): Promise<OutputOf<typeof GetIngestAccounting>> {
    requireRange(input, MAX_DAYS);
    return this.database.withTenant(context, (tx) => this.ingest.account(tx, input));
  }
}
