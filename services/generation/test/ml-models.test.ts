import { DeleteMlModel, GetMlModel, ListMlModels, RegisterMlModel, UpdateMlModel } from '@smartcontent/contracts';
import { Database, RowEraser } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { MlModels } from '../src/models-registry/ml-models.service.js';

const stack = useStack({ services: ['generation'] });
let service: RunningService;
beforeAll(async () => {
  service = await start(readConfig(stack.env('generation')));
});
afterAll(() => service?.[Symbol.asyncDispose]());

const WRITER = { name: 'blog-writer', model_type: 'content_generation', version: '1', config: { model: 'a-model' } } as const;

describe('the registry of models', () => {
  test('keeps versions of a model, and what is known of them', async () => {
    const admin = stack.caller();
    const first = await admin.call(RegisterMlModel, WRITER);
    expect(first).toMatchObject({ ...WRITER, is_active: false, performance_metrics: {} });
    await expect(admin.call(RegisterMlModel, WRITER)).rejects.toMatchObject({ code: 'GENERATION_MODEL_TAKEN' });
    const second = await admin.call(RegisterMlModel, { ...WRITER, version: '2' });
    const measured = await admin.call(UpdateMlModel, { model_id: second.id, performance_metrics: { accepted: 0.9 } });
    expect(measured).toMatchObject({ config: WRITER.config, performance_metrics: { accepted: 0.9 } });
    const other = await admin.call(RegisterMlModel, { ...WRITER, model_type: 'recommendation', version: '3' });
    const viewer = stack.caller({ role: 'viewer', companyId: admin.companyId });
    expect((await viewer.call(ListMlModels, { model_type: 'content_generation' })).items).toEqual([measured, first]);
    const both = await viewer.call(ListMlModels, { model_type: ['recommendation', 'content_generation'], sort: 'id' });
    expect(both.items.map(({ id }) => id)).toEqual([first, measured, other].map(({ id }) => id));
    const page = await viewer.call(ListMlModels, { limit: 1 });
    expect(page.items).toEqual([other]);
    expect((await viewer.call(ListMlModels, { limit: 2, cursor: page.next_cursor as string })).items).toEqual([measured, first]);
    expect(await admin.call(DeleteMlModel, { model_id: first.id })).toBeNull();
    await expect(viewer.call(GetMlModel, { model_id: first.id })).rejects.toMatchObject({ code: 'GENERATION_MODEL_NOT_FOUND' });
    const audited = await stack.audited('generation', admin.companyId);
    expect(audited.map(({ operation }) => operation)).toEqual(['insert', 'insert', 'update', 'insert', 'delete']);
  });

  test('has one active model of each type, also when many are activated at once', async () => {
    const admin = stack.caller();
    const versions = ['1', '2', '3', '4', '5', '6'];
    const models = await Promise.all(
      versions.map((version) => admin.call(RegisterMlModel, { ...WRITER, version, is_active: Number(version) % 2 === 0 })),
    );
    const rival = await admin.call(RegisterMlModel, { ...WRITER, model_type: 'optimization', version: '7', is_active: true });
    await Promise.all(models.map(({ id }) => admin.call(UpdateMlModel, { model_id: id, is_active: true })));
    const active = (await admin.call(ListMlModels, {})).items.filter(({ is_active }) => is_active);
    expect(active.map(({ model_type }) => model_type).sort()).toEqual(['content_generation', 'optimization']);
    expect(active.map(({ id }) => id)).toContain(rival.id);
  });

  test('tells runs which model writes where they name none', async () => {
    const admin = stack.caller();
    const context = await admin.context();
    const ask = () => service.get(Database).withTenant(context, (tx) => service.get(MlModels).activeGenerationModel(tx, admin.companyId));
    expect(await ask()).toBeNull();
    await stack.caller().call(RegisterMlModel, { ...WRITER, is_active: true });
    expect(await ask()).toBeNull();
    const { id } = await admin.call(RegisterMlModel, { ...WRITER, is_active: true });
    expect(await ask()).toMatchObject({ name: 'blog-writer', version: '1', config: { model: 'a-model' } });
    await admin.call(UpdateMlModel, { model_id: id, is_active: false });
    expect(await ask()).toBeNull();
  });

  test('stands in a schema of its own, and is erased with its company all the same', async () => {
    const [admin, other] = [stack.caller(), stack.caller()];
    await admin.call(RegisterMlModel, WRITER);
    await other.call(RegisterMlModel, WRITER);
    const places = await new RowEraser(service.get(Database)).erase({ companyId: admin.companyId, userId: null });
    expect(places).toContainEqual({ place: 'postgres.ml_data.ml_models', erased: 1, left: 0 });
    expect((await other.call(ListMlModels, {})).items).toHaveLength(1);
  });
});
