import { Injectable } from '@nestjs/common';
import {
  AppError,
  type DeleteMlModel,
  type InputOf,
  type ListMlModels,
  type MlModel,
  type OutputOf,
  type RegisterMlModel,
  type RequestContext,
  type UpdateMlModel,
  withoutUndefined,
} from '@smartcontent/contracts';
import { commitChange, Database, isUniqueViolation, listOf, newId, readPage, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { MlModelsStore } from './ml-models.store.js';

/** The models of a company, their versions, and which of each type is in use. */
@Injectable()
export class MlModels {
  constructor(
    private readonly database: Database,
    private readonly store: MlModelsStore,
    private readonly config: ServiceConfig,
  ) {}

  /** What a run is written with that names no model itself; null where none is active. */
  async activeGenerationModel(tx: Tx, companyId: string): Promise<Pick<MlModel, 'name' | 'version' | 'config'> | null> {
    return (await this.store.findActive(tx, companyId, 'content_generation')) ?? null;
  }

  /** @throws AppError GENERATION_MODEL_TAKEN */
  register(input: InputOf<typeof RegisterMlModel>, context: RequestContext): Promise<MlModel> {
    const { actor } = context;
    if (!actor.company_id) throw new AppError('PLATFORM_ACTOR_REFUSED');
    const model = { ...input, id: newId(), company_id: actor.company_id };
    return this.database
      .withTenant(context, async (tx) => {
        await this.#clearWay(tx, model.company_id, model);
        const after = await this.store.insert(tx, model);
        await commitChange(tx, { event: null, audit: { table: 'ml_models', operation: 'insert', after } });
        return after;
      })
      .catch((error: unknown) => {
        throw isUniqueViolation(error) ? new AppError('GENERATION_MODEL_TAKEN', { cause: error }) : error;
      });
  }

  list(input: InputOf<typeof ListMlModels>, context: RequestContext): Promise<OutputOf<typeof ListMlModels>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: listOf('ml-models', input), ...input },
      (limit, after: string | null) => this.database.withTenant(context, (tx) => this.store.list(tx, { ...input, limit }, after)),
      ({ id }) => id,
    );
  }

  get(modelId: string, context: RequestContext): Promise<MlModel> {
    return this.database.withTenant(context, (tx) => this.#require(tx, modelId));
  }

  update({ model_id, ...changed }: InputOf<typeof UpdateMlModel>, context: RequestContext): Promise<MlModel> {
    return this.database.withTenant(context, async (tx) => {
      if (context.actor.company_id) await this.store.lockAll(tx, context.actor.company_id);
      const before = await this.#require(tx, model_id);
      const wanted = { ...before, ...withoutUndefined(changed) };
      if (wanted.is_active) await this.store.deactivateOthers(tx, wanted.model_type, wanted.id);
      const after = await this.store.update(tx, wanted);
      await commitChange(tx, { event: null, audit: { table: 'ml_models', operation: 'update', before, after } });
      return after;
    });
  }

  delete(modelId: string, context: RequestContext): Promise<OutputOf<typeof DeleteMlModel>> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.#require(tx, modelId);
      await this.store.delete(tx, modelId);
      await commitChange(tx, { event: null, audit: { table: 'ml_models', operation: 'delete', before } });
      return null;
    });
  }

  async #clearWay(
    tx: Tx,
    companyId: string,
    { id, model_type, is_active }: Pick<MlModel, 'id' | 'model_type' | 'is_active'>,
  ): Promise<void> {
    await this.store.lockAll(tx, companyId);
    if (is_active) await this.store.deactivateOthers(tx, model_type, id);
  }

  async #require(tx: Tx, modelId: string): Promise<MlModel> {
    const model = await this.store.find(tx, modelId);
    if (!model) throw new AppError('GENERATION_MODEL_NOT_FOUND');
    return model;
  }
}
