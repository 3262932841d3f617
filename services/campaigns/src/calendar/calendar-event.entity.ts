import { EVENT_STATUSES } from '@smartcontent/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const FILTERS = ['status', 'platform', 'content_type'];

/** Something that stands in the calendar of a strategy. */
@Entity({ schema: 'campaigns', name: 'calendar_events' })
@ForeignKey('StrategyEntity', ['company_id', 'strategy_id'], ['company_id', 'id'], { name: 'calendar_events_strategy' })
@ForeignKey('CampaignEntity', ['company_id', 'campaign_id'], ['company_id', 'id'], {
  name: 'calendar_events_campaign',
  onDelete: 'SET NULL',
})
@Check('calendar_events_status_known', `status IN (${EVENT_STATUSES.map((status) => `'${status}'`).join(', ')})`)
@Index('calendar_events_by_date', ['company_id', 'scheduled_date', 'id', ...FILTERS])
@Index('calendar_events_of_strategy', ['company_id', 'strategy_id', 'scheduled_date', 'id', ...FILTERS, 'content_id'])
@Index('calendar_events_of_campaign', ['company_id', 'campaign_id', 'scheduled_date', 'id', ...FILTERS], {
  where: 'campaign_id IS NOT NULL',
})
export class CalendarEventEntity {
  @PrimaryColumn('uuid') company_id!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') strategy_id!: string;
  @Column('varchar', { length: 255 }) title!: string;
  @Column('text') description!: string;
  @Column('varchar', { length: 50 }) content_type!: string;
  @Column('varchar', { length: 50 }) platform!: string;
  @Column('timestamptz') scheduled_date!: Date;
  @Column('varchar', { length: 20 }) status!: string;
  @Column('jsonb') ai_recommendations!: object;
  @Column('uuid', { nullable: true }) content_id!: string | null;
  @Column('uuid', { nullable: true }) campaign_id!: string | null;
  /** How much of an answer it takes. */
  @Column('integer') size_bytes!: number;
  @Column('integer', { default: 1 }) revision!: number;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
