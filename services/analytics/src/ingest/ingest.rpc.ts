import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetIngestAccounting, type InputOf, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { requireRange } from '../time-range.js';
import { IngestService } from './ingest.service.js';

@Controller()
export class IngestRpc {
  constructor(
    private readonly database: Database,
    private readonly ingest: IngestService,
  ) {}

  @Handles(GetIngestAccounting)
  account(input: InputOf<typeof GetIngestAccounting>, context: RequestContext): Promise<OutputOf<typeof GetIngestAccounting>> {
    requireRange(input, 366);
    return this.database.withTenant(context, (tx) => this.ingest.account(tx, input));
  }
}
