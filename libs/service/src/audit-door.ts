import { Controller, type Type } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { AppError, type AUDIT_PAGES, type InputOf, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { type Database, readAudit } from '@smartcontent/database';

/** What identity asks a service for. */
export type AuditPage = (typeof AUDIT_PAGES)[keyof typeof AUDIT_PAGES];

/** The door through which identity reads a service's part of a company's audit log. */
export function auditDoor(contract: AuditPage, database: Database): Type {
  @Controller()
  class AuditDoor {
    @Handles(contract)
    page(input: InputOf<AuditPage>, context: RequestContext): Promise<OutputOf<AuditPage>> {
      const { actor } = context;
      // The request has no face that would ask for the scope.
      if (!('scopes' in actor) || !actor.scopes.includes('audit:read')) throw new AppError('PLATFORM_SCOPE_MISSING');
      return readAudit(database, context, input);
    }
  }
  return AuditDoor;
}
