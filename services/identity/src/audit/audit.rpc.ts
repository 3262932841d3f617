import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { ExportAudit, type InputOf, ListAudit, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { AuditService } from './audit.service.js';

@Controller()
export class AuditRpc {
  constructor(private readonly audit: AuditService) {}

  @Handles(ListAudit)
  list(input: InputOf<typeof ListAudit>, context: RequestContext): Promise<OutputOf<typeof ListAudit>> {
    return this.audit.list(input, context);
  }

  @Handles(ExportAudit)
  export(input: InputOf<typeof ExportAudit>, context: RequestContext): Promise<OutputOf<typeof ExportAudit>> {
    return this.audit.export(input, context);
  }
}
