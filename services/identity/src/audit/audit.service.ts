import { Injectable } from '@nestjs/common';
import { RequestClient } from '@smartcontent/bus';
import {
  AUDIT_PAGES,
  type ExportAudit,
  type InputOf,
  type ListAudit,
  OPERATED_SERVICES,
  type OperatedService,
  type OutputOf,
  type RequestContext,
} from '@smartcontent/contracts';
import { commitChange, Database, decodeCursor, encodeCursor, readAudit } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { joinParts } from './join-parts.js';

type Filters = Omit<InputOf<typeof ExportAudit>, 'cursor'>;
type Page = OutputOf<typeof ListAudit>;

const EXPORT_PAGE = 100;

/** One list out of what each service wrote down. A service that is away fails it: a log with a hole would pass for the whole. */
@Injectable()
export class AuditService {
  constructor(
    private readonly client: RequestClient,
    private readonly database: Database,
    private readonly config: ServiceConfig,
  ) {}

  list({ limit, cursor, ...filters }: InputOf<typeof ListAudit>, context: RequestContext): Promise<Page> {
    return this.#page('audit', filters, limit, cursor, context);
  }

  /** Of an export's pages only the first is asked for without a cursor. */
  async export({ cursor, ...filters }: InputOf<typeof ExportAudit>, context: RequestContext): Promise<Page> {
    if (cursor === undefined) await this.#note(filters, context);
    return this.#page('audit-export', filters, EXPORT_PAGE, cursor, context);
  }

  async #page(name: string, filters: Filters, limit: number, cursor: string | undefined, context: RequestContext): Promise<Page> {
    const { cursorKey } = this.config;
    const list = `${name}:${JSON.stringify(filters)}`;
    const before = cursor === undefined ? null : (decodeCursor(cursorKey, list, cursor)[0] as string);
    const { service, ...wanted } = filters;
    const query = { ...wanted, limit, before };
    const ask = (owner: OperatedService) =>
      owner === 'identity' ? readAudit(this.database, context, query) : this.client.call(AUDIT_PAGES[owner], query, context);
    const services = service ? [service] : OPERATED_SERVICES;
    const { items, hasMore } = joinParts(await Promise.all(services.map(ask)), limit);
    const last = items.at(-1);
    return { items, next_cursor: hasMore && last ? encodeCursor(cursorKey, list, [last.id]) : null };
  }

  #note(filters: Filters, context: RequestContext): Promise<void> {
    return this.database.withTenant(context, (tx) =>
      commitChange(tx, { event: null, audit: { table: 'audit_log', operation: 'export', after: filters } }),
    );
  }
}
