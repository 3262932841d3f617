import { Injectable } from '@nestjs/common';
import { type InputOf, type ListMlModels, type MlModel, orderOf } from '@smartcontent/contracts';
import { listStatement, type Tx } from '@smartcontent/database';

export type NewModel = Omit<MlModel, 'created_at' | 'updated_at'> & { readonly company_id: string };

const COLUMNS =
  'id, name, model_type, version, config, performance_metrics, training_data_info, is_active, created_at, updated_at' as const;
const INSERT = `INSERT INTO ml_data.ml_models (id, company_id, name, model_type, version, config, performance_metrics, training_data_info, is_active)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`;
const UPDATE = `UPDATE ml_data.ml_models SET config = $2, performance_metrics = $3, training_data_info = $4, is_active = $5, updated_at = now()
  WHERE id = $1 RETURNING ${COLUMNS}`;

@Injectable()
export class MlModelsStore {
  async insert(tx: Tx, model: NewModel): Promise<MlModel> {
    const { id, company_id, name, model_type, version, config, performance_metrics, training_data_info, is_active } = model;
    const documents = [config, performance_metrics, training_data_info].map((document) => JSON.stringify(document));
    return (await tx.one<MlModel>(INSERT, [id, company_id, name, model_type, version, ...documents, is_active])) as MlModel;
  }

  list(tx: Tx, { model_type, sort, limit }: InputOf<typeof ListMlModels>, after: string | null): Promise<MlModel[]> {
    const page = { columns: COLUMNS, table: 'ml_data.ml_models', equal: { model_type }, order: orderOf(sort), limit };
    const { text, values } = listStatement({ ...page, after: after === null ? null : [after] });
    return tx.query(text, values);
  }

  find(tx: Tx, id: string): Promise<MlModel | undefined> {
    return tx.one(`SELECT ${COLUMNS} FROM ml_data.ml_models WHERE id = $1`, [id]);
  }

  /** A job sees every company, hence the id. */
  findActive(tx: Tx, companyId: string, modelType: MlModel['model_type']): Promise<MlModel | undefined> {
    const text = `SELECT ${COLUMNS} FROM ml_data.ml_models WHERE company_id = $1 AND model_type = $2 AND is_active`;
    return tx.one(text, [companyId, modelType]);
  }

  /** Nobody else registers, changes or activates one of the company until the transaction ends. */
  async lockAll(tx: Tx, companyId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('ml_models'), hashtext($1))`, [companyId]);
  }

  async deactivateOthers(tx: Tx, modelType: MlModel['model_type'], id: string): Promise<void> {
    const text = 'UPDATE ml_data.ml_models SET is_active = false, updated_at = now() WHERE model_type = $1 AND is_active AND id <> $2';
    await tx.query(text, [modelType, id]);
  }

  async update(tx: Tx, model: MlModel): Promise<MlModel> {
    const { id, config, performance_metrics, training_data_info, is_active } = model;
    const documents = [config, performance_metrics, training_data_info].map((document) => JSON.stringify(document));
    return (await tx.one<MlModel>(UPDATE, [id, ...documents, is_active])) as MlModel;
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM ml_data.ml_models WHERE id = $1', [id]);
  }
}
