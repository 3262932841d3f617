import type { Provider, Type } from '@nestjs/common';
import { AuditEnds, DeadLetterDesk, type EventServer, type Projection, StreamEraser } from '@smartcontent/bus';
import { AUDIT_PAGES, ERASE_PARTS, OPERATOR_REQUESTS, type OperatedService, type RequestContract } from '@smartcontent/contracts';
import { AuditVerifier, type Database, OutboxStore, RowEraser, readDdlLog, type SealedTables } from '@smartcontent/database';
import { type AuditPage, auditDoor } from './audit-door.js';
import type { Bus } from './bus-connection.js';
import { type ErasePart, eraseDoor } from './erase-door.js';
import type { Log } from './log.js';
import { operatorDoor } from './operator-door.js';
import { OperatorService } from './operator-service.js';
import type { ServiceConfig } from './service-config.js';
import { type Eraser, ErasureParts, ServiceEraser } from './service-eraser.js';

interface Operated {
  readonly config: ServiceConfig;
  readonly bus: Bus;
  /** This and the next two are null where the service keeps no messages. */
  readonly database: Database | null;
  readonly sealed: SealedTables | null;
  readonly events: EventServer | null;
  readonly projections: readonly Projection[];
  readonly erasers: readonly Type<Eraser>[];
  readonly log: Log;
}

interface OperatorModule {
  readonly contracts: readonly RequestContract[];
  readonly controllers: Type[];
  readonly providers: Provider[];
}

/**
 * What a service that keeps messages adds to its modules for the operator, for whoever reads its audit log, and for erasures.
 * @throws Error where the contracts hold no requests for it: nobody could look after its dead letters.
 */
export function operate({ config, bus, database, sealed, events, projections, erasers, log }: Operated): OperatorModule {
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
    readDdl: (query) => readDdlLog(database, query),
    ends: new AuditEnds(bus.connection, config.name),
    sealed,
    cursorKey: config.cursorKey,
    log,
  });
  const page = (AUDIT_PAGES as Partial<Record<string, AuditPage>>)[config.name];
  const part = (ERASE_PARTS as Partial<Record<string, ErasePart>>)[config.name];
  const erasure = new ErasureParts(new RowEraser(database), new StreamEraser(bus.connection, config.name), erasers);
  return {
    contracts: [...Object.values(requests), ...(page ? [page] : []), ...(part ? [part] : [])],
    controllers: [operatorDoor(requests), ...(page ? [auditDoor(page, database)] : []), ...(part ? [eraseDoor(part)] : [])],
    providers: [{ provide: OperatorService, useValue: operator }, { provide: ErasureParts, useValue: erasure }, ServiceEraser],
  };
}
