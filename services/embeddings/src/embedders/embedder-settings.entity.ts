import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What a company's texts are embedded by; no row is the offline embedder. */
export interface EmbedderChoice {
  /** The name of the key; null is the offline embedder. */
  readonly provider: string | null;
  readonly model: string | null;
  readonly dimensions: number | null;
  readonly asks_for_dimensions: boolean;
}

@Entity({ schema: 'embeddings', name: 'embedder_settings' })
@Check('embedder_settings_whole', '(provider IS NULL) = (model IS NULL) AND (provider IS NULL) = (dimensions IS NULL)')
export class EmbedderSettingsEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'embedder_settings_pk' }) company_id!: string;
  @Column('varchar', { length: 50, nullable: true }) provider!: string | null;
  @Column('varchar', { length: 100, nullable: true }) model!: string | null;
  @Column('integer', { nullable: true }) dimensions!: number | null;
  @Column('boolean', { default: false }) asks_for_dimensions!: boolean;
  /** What most documents are kept under since the change. */
  @Column('jsonb', { nullable: true }) former!: EmbedderChoice | null;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
