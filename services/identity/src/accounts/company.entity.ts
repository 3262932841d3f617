import { COMPANY_SIZES, TIERS, type Tier } from '@smartcontent/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'identity', name: 'companies' })
@Check('companies_own', 'company_id = id')
export class CompanyEntity {
  @PrimaryColumn('uuid') id!: string;
  /** The id again, so that the row stands under the policy of everything that belongs to the company. */
  @Column('uuid') company_id!: string;
  @Column('varchar', { length: 255 }) name!: string;
  @Column('varchar', { length: 255, nullable: true }) domain!: string | null;
  @Column('varchar', { length: 100, nullable: true }) industry!: string | null;
  @Column('enum', { enum: COMPANY_SIZES, enumName: 'company_size', nullable: true }) size!: (typeof COMPANY_SIZES)[number] | null;
  /** The seed has it on users; a company pays once for all of them. */
  @Column('enum', { enum: TIERS, enumName: 'subscription_tier', default: 'free' }) tier!: Tier;
  @Column('jsonb', { default: {} }) brand_guidelines!: object;
  @Column('jsonb', { default: {} }) api_limits!: object;
  /** Orders the company's events. */
  @Column('integer', { default: 1 }) revision!: number;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
  @Column('boolean', { default: true }) is_active!: boolean;
}
