import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'campaign_contents_pk';

/** A content of a campaign, as content last told of it. */
@Entity({ schema: 'campaigns', name: 'campaign_contents' })
@Index('campaign_contents_campaign', ['company_id', 'campaign_id', 'content_id'])
export class CampaignContentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName }) company_id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName }) content_id!: string;
  @Column('uuid') campaign_id!: string;
  @Column('varchar', { length: 20 }) status!: string;
  /** When its owner committed what told of it. */
  @Column('timestamptz') told_at!: Date;
}
