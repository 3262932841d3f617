import { Injectable } from '@nestjs/common';
import {
  AppError,
  type EraseOwnUser,
  type EraseUser,
  type Erasure,
  type ErasureReport,
  type InputOf,
  type RequestContext,
} from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { PasswordChangesService } from '../password-changes/password-changes.service.js';
import { StandingService } from '../users/standing.service.js';
import { reportOf, viewOf } from './erasure-views.js';
import { ErasuresStore } from './erasures.store.js';

/** How the erasure of one person begins. His work stays with the company, under an id that says nobody. */
@Injectable()
export class PersonErasuresService {
  constructor(
    private readonly database: Database,
    private readonly store: ErasuresStore,
    private readonly passwords: PasswordChangesService,
    private readonly standing: StandingService,
  ) {}

  /** By an admin, with his password, so that a session of his that somebody left open erases nobody. Repeating it changes nothing. */
  async erase({ user_id, password }: InputOf<typeof EraseUser>, context: RequestContext): Promise<Erasure> {
    const proven = await this.passwords.prove(password, context);
    return this.database.withTenant(context, async (tx) => {
      // First, as whoever else takes a role or lets somebody go: of two admins who erase each other the second waits, and is none any more.
      await this.store.lockCompany(tx, proven.user.company_id);
      if (!(await this.passwords.isStillAdmin(tx, proven))) throw new AppError('PLATFORM_ACTOR_REFUSED');
      return this.begin(tx, user_id, 'admin', context);
    });
  }

  /** By the person, who shows that it is no session that somebody left open. */
  async eraseOwn({ password }: InputOf<typeof EraseOwnUser>, context: RequestContext): Promise<Erasure> {
    const { user } = await this.passwords.prove(password, context);
    return this.database.withTenant(context, (tx) => this.begin(tx, user.user_id, 'self', context));
  }

  async report(userId: string, context: RequestContext): Promise<ErasureReport> {
    const companyId = companyOf(context);
    const found = await this.database.withTenant(context, (tx) => this.store.findOf(tx, { companyId, userId }));
    if (!found) throw new AppError('IDENTITY_ERASURE_NOT_FOUND');
    return reportOf(found);
  }

  private async begin(tx: Tx, userId: string, requestedBy: Erasure['requested_by'], context: RequestContext): Promise<Erasure> {
    await this.standing.switchOff(tx, userId, context);
    return viewOf(await this.store.insert(tx, { companyId: companyOf(context), userId, requestedBy }));
  }
}

function companyOf({ actor }: RequestContext): string {
  if (!actor.company_id) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor.company_id;
}
