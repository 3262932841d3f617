import { Injectable } from '@nestjs/common';
import {
  AppError,
  actorLabel,
  type GetModelPrice,
  type InputOf,
  type ListModelPrices,
  type ListPlatformPrices,
  type ModelPrice,
  type OutputOf,
  type RequestContext,
  type SetModelPrice,
  type SetPlatformPrice,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, readPage } from '@smartcontent/database';
import { Log, ServiceConfig } from '@smartcontent/service';
import { PricesStore } from './prices.store.js';

/** What companies and the operator say about prices; calls are priced by `Prices`. */
@Injectable()
export class PriceList {
  constructor(
    private readonly database: Database,
    private readonly store: PricesStore,
    private readonly config: ServiceConfig,
    private readonly log: Log,
  ) {}

  set(input: InputOf<typeof SetModelPrice>, context: RequestContext): Promise<ModelPrice> {
    const { actor } = context;
    if (actor.kind !== 'user' && actor.kind !== 'client') throw new AppError('PLATFORM_ACTOR_REFUSED');
    return this.database.withTenant(context, async (tx) => {
      const after = await this.store.setOwn(tx, actor.company_id, actor.user_id, versionOf(input));
      await commitChange(tx, { event: null, audit: { table: 'company_model_prices', operation: 'insert', after } });
      return after;
    });
  }

  list(input: InputOf<typeof ListModelPrices>, context: RequestContext): Promise<OutputOf<typeof ListModelPrices>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: 'model-prices', ...input },
      (limit, after: string | null) =>
        this.database.withTenant(context, (tx) => this.store.listInForce(tx, companyOf(context), limit, after ?? '')),
      ({ model }) => model,
    );
  }

  /** @throws AppError GENERATION_PRICE_NOT_FOUND */
  async get({ price_version }: InputOf<typeof GetModelPrice>, context: RequestContext): Promise<ModelPrice> {
    const version = await this.database.withTenant(context, (tx) => this.store.show(tx, companyOf(context), price_version));
    if (!version) throw new AppError('GENERATION_PRICE_NOT_FOUND');
    return version;
  }

  /** It belongs to no company, so a line of the log tells of it instead of an audit row. */
  async setEverybodys(input: InputOf<typeof SetPlatformPrice>, context: RequestContext): Promise<ModelPrice> {
    const version = await this.database.withSystem('set a price', (tx) => this.store.setEverybodys(tx, versionOf(input)));
    this.log.about(context).info('a price was set for everybody', { actor: actorLabel(context.actor), ...version });
    return version;
  }

  listEverybodys({ model, ...page }: InputOf<typeof ListPlatformPrices>): Promise<OutputOf<typeof ListPlatformPrices>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: `platform-prices:${model ?? ''}`, ...page },
      (limit, before: string | null) =>
        this.database.withSystem('list prices', (tx) => this.store.listEverybodys(tx, model ?? null, limit, before)),
      ({ id }) => id,
    );
  }
}

function versionOf({ model, valid_from, usd_per_million }: InputOf<typeof SetModelPrice>) {
  return { id: newId(), model, validFrom: valid_from ?? null, price: usd_per_million };
}

function companyOf({ actor }: RequestContext): string {
  if (!actor.company_id) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor.company_id;
}
