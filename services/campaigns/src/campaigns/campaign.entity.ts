import { CAMPAIGN_STATUSES, type CampaignStatus } from '@smartcontent/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'campaigns', name: 'campaigns' })
@Unique('campaigns_of_company', ['company_id', 'id'])
@Check('campaigns_budget_unsigned', 'budget_allocated >= 0')
@Check('campaigns_spent_unsigned', 'budget_spent >= 0')
@Check('campaigns_in_order', 'start_date <= end_date')
@Index('campaigns_user', ['company_id', 'user_id'])
@Index('campaigns_status', ['company_id', 'status', 'created_at', 'id'])
@Index('campaigns_newest', ['company_id', 'created_at', 'id'])
@Index('campaigns_ending', ['ends_at'], { where: `status IN ('active', 'paused')` })
export class CampaignEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') user_id!: string;
  @Column('varchar', { length: 255 }) name!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('text', { array: true, default: '{}' }) objectives!: string[];
  @Column('jsonb', { default: {} }) target_audience!: object;
  @Column('numeric', { precision: 10, scale: 2, nullable: true }) budget_allocated!: string | null;
  /** Of the bookings, less what was refunded of them. */
  @Column('numeric', { precision: 24, scale: 12, default: 0 }) budget_spent!: string;
  @Column('date', { nullable: true }) start_date!: string | null;
  @Column('date', { nullable: true }) end_date!: string | null;
  @Column('varchar', { length: 64, default: 'UTC' }) time_zone!: string;
  /** The end of end_date in time_zone. */
  @Column('timestamptz', { nullable: true }) ends_at!: Date | null;
  @Column('enum', { enum: CAMPAIGN_STATUSES, enumName: 'campaign_status', default: 'draft' }) status!: CampaignStatus;
  /** Orders the campaign's events. */
  @Column('integer', { default: 1 }) revision!: number;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
