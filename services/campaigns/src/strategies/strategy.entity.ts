import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What somebody means to say, to whom. */
@Entity({ schema: 'campaigns', name: 'strategies' })
@Index('strategies_of_label', ['company_id', 'user_id', 'id'])
export class StrategyEntity {
  @PrimaryColumn('uuid') company_id!: string;
  @PrimaryColumn('uuid') id!: string;
  /** The caller's own label, as text; 1 and "1" are the same. */
  @Column('varchar', { length: 255 }) user_id!: string;
  /** It was given as a number, and is answered as one. */
  @Column('boolean') is_user_id_number!: boolean;
  @Column('varchar', { length: 255 }) name!: string;
  @Column('varchar', { length: 255, nullable: true }) industry!: string | null;
  @Column('jsonb', { nullable: true }) target_audience!: object | string | null;
  @Column('jsonb') content_pillars!: unknown[];
  @Column('jsonb') ai_recommendations!: object;
  /** How much of an answer it takes. */
  @Column('integer') size_bytes!: number;
  @Column('integer', { default: 1 }) revision!: number;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
