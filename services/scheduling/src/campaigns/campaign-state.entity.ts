import { POST_HOLDS, type PostHold } from '@smartcontent/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is known here of a campaign that has posts. Whoever makes a post of it wait or leave holds this row. */
@Entity({ schema: 'scheduling', name: 'campaign_states' })
export class CampaignStateEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'campaign_states_pkey' }) company_id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'campaign_states_pkey' }) campaign_id!: string;
  /** The newest revision of the campaign that was heard of; `hold` is as of it. */
  @Column('integer') revision!: number;
  @Column('enum', { enum: POST_HOLDS, enumName: 'post_hold' }) hold!: PostHold;
  /** As of which its posts were moved. */
  @Column('integer', { default: 0 }) moved_revision!: number;
  /** What that move did, for whoever asks for it again. */
  @Column('integer', { default: 0 }) freed!: number;
  @Column('integer', { default: 0 }) cancelled!: number;
  @Column('integer', { default: 0 }) missed!: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
