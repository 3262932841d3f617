import { Injectable } from '@nestjs/common';
import { broadcast } from '@smartcontent/bus';
import {
  AppError,
  CredentialChanged,
  type EraseCompany,
  type Erasure,
  type ErasureReport,
  type GetErasure,
  type InputOf,
  type ListErasures,
  type OutputOf,
  type RequestContext,
  SessionsEnded,
  type StartErasure,
} from '@smartcontent/contracts';
import { Database, readPage, type Tx } from '@smartcontent/database';
import { Bus, ServiceConfig } from '@smartcontent/service';
import { PasswordChangesService } from '../password-changes/password-changes.service.js';
import { reportOf, viewOf } from './erasure-views.js';
import { type ErasureRow, ErasuresStore } from './erasures.store.js';

/** Ids of sessions in one message: NATS takes 1 MiB, and whoever hands more over cannot say what he had to say after it. */
const TOLD_AT_ONCE = 1_000;

/** How an erasure begins, and what is told of it. The rest is the job's. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly database: Database,
    private readonly store: ErasuresStore,
    private readonly passwords: PasswordChangesService,
    private readonly bus: Bus,
    private readonly config: ServiceConfig,
  ) {}

  /** By one of its admins, who shows that he is not a session that somebody left open, and knows what he does. */
  async eraseCompany({ password, company_name }: InputOf<typeof EraseCompany>, context: RequestContext): Promise<Erasure> {
    const proven = await this.passwords.prove(password, context);
    const companyId = proven.user.company_id;
    return this.database.withTenant(context, async (tx) => {
      const company = await this.store.lockCompany(tx, companyId);
      if (!company || !(await this.passwords.isStillAdmin(tx, proven))) throw new AppError('PLATFORM_ACTOR_REFUSED');
      if (company.name !== company_name) throw new AppError('IDENTITY_NAME_NOT_CONFIRMED');
      return viewOf(await this.begin(tx, companyId, 'admin'));
    });
  }

  /** By the operator. Asked again it changes nothing, also when nothing is left of the company. */
  start({ company_id: companyId }: InputOf<typeof StartErasure>, context: RequestContext): Promise<ErasureReport> {
    return this.store.acrossCompanies(async (tx) => {
      const company = await this.store.lockCompany(tx, companyId);
      const known = await this.store.findOf(tx, { companyId, userId: null });
      if (!company && !known) throw new AppError('IDENTITY_COMPANY_NOT_FOUND');
      return reportOf(known ?? (await this.begin(tx, companyId, 'operator')));
    }, context);
  }

  async list(input: InputOf<typeof ListErasures>): Promise<OutputOf<typeof ListErasures>> {
    const page = await readPage(
      { cursorKey: this.config.cursorKey, list: 'erasures', ...input },
      (limit, before: string | null) => this.store.acrossCompanies((tx) => this.store.list(tx, limit, before)),
      (row) => row.id,
    );
    return { ...page, items: page.items.map(viewOf) };
  }

  async get({ erasure_id }: InputOf<typeof GetErasure>): Promise<ErasureReport> {
    const found = await this.store.acrossCompanies((tx) => this.store.find(tx, erasure_id));
    if (!found) throw new AppError('IDENTITY_ERASURE_NOT_FOUND');
    return reportOf(found);
  }

  /** In one transaction with the lock: an erasure that somebody was told of is carried out, whatever ends in between. */
  private async begin(tx: Tx, companyId: string, requestedBy: Erasure['requested_by']): Promise<ErasureRow> {
    const endedSessions = await this.store.lockOut(tx, companyId);
    tx.afterCommit(() => {
      for (let from = 0; from < endedSessions.length; from += TOLD_AT_ONCE)
        broadcast(this.bus.connection, SessionsEnded, { session_ids: endedSessions.slice(from, from + TOLD_AT_ONCE) });
      broadcast(this.bus.connection, CredentialChanged, {});
    });
    return this.store.insert(tx, { companyId, userId: null, requestedBy });
  }
}
