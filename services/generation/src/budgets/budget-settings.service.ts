import { Injectable } from '@nestjs/common';
import { RequestClient } from '@smartcontent/bus';
import {
  AppError,
  type Budget,
  type DeleteBudget,
  type InputOf,
  type ListBudgets,
  type OutputOf,
  ReadCampaignState,
  type RequestContext,
  type SetBudget,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, readPage } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { BudgetsStore } from './budgets.store.js';

/** What a company says about its budgets; the calls that they bound go by `Budgets`. */
@Injectable()
export class BudgetSettings {
  constructor(
    private readonly database: Database,
    private readonly store: BudgetsStore,
    private readonly config: ServiceConfig,
    private readonly client: RequestClient,
  ) {}

  list(input: InputOf<typeof ListBudgets>, context: RequestContext): Promise<OutputOf<typeof ListBudgets>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: 'budgets', ...input },
      (limit, after: string | null) => this.database.withTenant(context, (tx) => this.store.list(tx, limit, after)),
      ({ id }) => id,
    );
  }

  /** A budget that is set again keeps what is spent of it, also where it was taken away in between. */
  async set(input: InputOf<typeof SetBudget>, context: RequestContext): Promise<Budget> {
    const { actor } = context;
    if (actor.kind !== 'user' && actor.kind !== 'client') throw new AppError('PLATFORM_ACTOR_REFUSED');
    const { campaign_id } = input;
    if (campaign_id !== null) await this.client.call(ReadCampaignState, { campaign_id }, context);
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.findSame(tx, input);
      const id = await this.store.set(tx, { id: newId(), companyId: actor.company_id, userId: actor.user_id }, input);
      const after = (await this.store.find(tx, id)) as Budget;
      await commitChange(tx, { event: null, audit: { table: 'budgets', operation: before ? 'update' : 'insert', before, after } });
      return after;
    });
  }

  delete(budgetId: string, context: RequestContext): Promise<OutputOf<typeof DeleteBudget>> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.find(tx, budgetId);
      if (!before) throw new AppError('GENERATION_BUDGET_NOT_FOUND');
      await this.store.end(tx, budgetId);
      await commitChange(tx, { event: null, audit: { table: 'budgets', operation: 'delete', before } });
      return null;
    });
  }
}
