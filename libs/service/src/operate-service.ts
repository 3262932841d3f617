import type { Provider, Type } from '@nestjs/common';
import { AuditEnds, DeadLetterDesk, type EventServer, type Projection } from '@smartcontent/bus';
import { AUDIT_PAGES, OPERATOR_REQUESTS, type OperatedService, type RequestContract } from '@smartcontent/contracts';
import { AuditVerifier, type Database, OutboxStore, type SealedTables } from '@smartcontent/database';
import { type AuditPage, auditDoor } from './audit-door.js';
import type { Bus } from './bus-connection.js';
import type { Log } from './log.js';
import { operatorDoor } from './operator-door.js';
import { OperatorService } from './operator-service.js';
import type { ServiceConfig } from './service-config.js';

interface Operated {
  readonly config: ServiceConfig;
  readonly bus: Bus;
  /** This and the next two are null where the service keeps no messages. */
  readonly database: Database | null;
  readonly sealed: SealedTables | null;
  readonly events: EventServer | null;
  readonly projections: readonly Projection[];
  readonly log: Log;
}

interface OperatorModule {
  readonly contracts: readonly RequestContract[];
  readonly controllers: Type[];
  readonly providers: Provider[];
}

/**
 * What a service that keeps messages adds to its modules for the operator.
 * @throws Error where the contracts hold no requests for it: nobody could look after its dead letters.
 */
export function operate({ config, bus, database, sealed, events, projections, log }: Operated): OperatorModule {
  if (!database || !sealed || !events) return { contracts: [], controllers: [], providers: [] };
  const requests = OPERATOR_REQUESTS[config.name as OperatedService];
  if (!requests) throw new Error(`${config.name} keeps messages and has no faces for the operator: add it to OPERATED_SERVICES`);
  const outbox = new OutboxStore(database);
  const operator = new OperatorService({
    desk: new DeadLetterDesk({
      connection: bus.connection,
      service: config.name,
      replay: (letter) => events.replay(letter),
    }),
    republish: (range) => outbox.republish(range),
    projections,
    rebuild: (projection) => events.rebuild(projection),
    audit: new AuditVerifier(database),
    ends: new AuditEnds(bus.connection, config.name),
    sealed,
    cursorKey: config.cursorKey,
    log,
  });
  const page = (AUDIT_PAGES as Partial<Record<string, AuditPage>>)[config.name];
  return {
    contracts: [...Object.values(requests), ...(page ? [page] : [])],
    controllers: [operatorDoor(requests), ...(page ? [auditDoor(page, database)] : [])],
    providers: [{ provide: OperatorService, useValue: operator }],
  };
}
