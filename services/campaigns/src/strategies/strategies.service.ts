import { Injectable } from '@nestjs/common';
import {
  AppError,
  type CreateStrategy,
  type DeleteStrategy,
  type InputOf,
  type ListStrategies,
  type OutputOf,
  type RequestContext,
  type Strategy,
  type UpdateStrategy,
  withoutUndefined,
} from '@smartcontent/contracts';
import { commitChange, Database, newId } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { readBytePage } from '../byte-page.js';
import { Calendar } from '../calendar/calendar.service.js';
import { StrategiesStore, strategyOf } from './strategies.store.js';

/** What a company means to say, written down by whoever plans. */
@Injectable()
export class Strategies {
  constructor(
    private readonly database: Database,
    private readonly store: StrategiesStore,
    private readonly calendar: Calendar,
    private readonly config: ServiceConfig,
  ) {}

  create(input: InputOf<typeof CreateStrategy>, context: RequestContext): Promise<Strategy> {
    const { company_id: companyId } = context.actor;
    if (!companyId) throw new AppError('PLATFORM_ACTOR_REFUSED');
    return this.database.withTenant(context, async (tx) => {
      const after = await this.store.insert(tx, companyId, { id: newId(), ...input });
      await commitChange(tx, { event: null, audit: { table: 'strategies', operation: 'insert', after } });
      return after;
    });
  }

  list({ user_id, ...page }: InputOf<typeof ListStrategies>, context: RequestContext): Promise<OutputOf<typeof ListStrategies>> {
    const label = user_id === undefined ? null : String(user_id);
    return readBytePage(
      { cursorKey: this.config.cursorKey, list: `strategies:${JSON.stringify(label)}`, ...page },
      (limit, after) => this.store.page(context, label, after?.[0] ?? null, limit),
      { place: ({ id }) => [id], shown: strategyOf },
    );
  }

  /** @throws AppError CAMPAIGNS_STRATEGY_NOT_FOUND */
  async get(strategyId: string, context: RequestContext): Promise<Strategy> {
    const strategy = await this.store.get(context, strategyId);
    if (!strategy) throw new AppError('CAMPAIGNS_STRATEGY_NOT_FOUND');
    return strategy;
  }

  /** @throws AppError CAMPAIGNS_STRATEGY_NOT_FOUND */
  update({ strategy_id, ...given }: InputOf<typeof UpdateStrategy>, context: RequestContext): Promise<Strategy> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.lock(tx, strategy_id);
      if (!before) throw new AppError('CAMPAIGNS_STRATEGY_NOT_FOUND');
      const changed = withoutUndefined(given);
      tx.noteBefore(before);
      if (Object.keys(changed).length === 0) return before;
      const after = await this.store.update(tx, { ...before, ...changed });
      await commitChange(tx, { event: null, audit: { table: 'strategies', operation: 'update', before, after } });
      return after;
    });
  }

  /** @throws AppError CAMPAIGNS_STRATEGY_NOT_FOUND, CAMPAIGNS_STRATEGY_HAS_EVENTS */
  delete({ strategy_id, with_events }: InputOf<typeof DeleteStrategy>, context: RequestContext): Promise<OutputOf<typeof DeleteStrategy>> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.lock(tx, strategy_id);
      if (!before) throw new AppError('CAMPAIGNS_STRATEGY_NOT_FOUND');
      if (!with_events && (await this.store.hasEvents(tx, strategy_id))) throw new AppError('CAMPAIGNS_STRATEGY_HAS_EVENTS');
      const deleted_events = with_events ? await this.calendar.deleteOfStrategy(tx, strategy_id) : 0;
      await this.store.delete(tx, strategy_id);
      await commitChange(tx, { event: null, audit: { table: 'strategies', operation: 'delete', before } });
      return { message: `Strategy ${strategy_id} was deleted`, deleted_events };
    });
  }
}
