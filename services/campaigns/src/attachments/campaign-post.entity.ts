import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'campaign_posts_pk';

/** A post of a campaign, as scheduling last told of it. */
@Entity({ schema: 'campaigns', name: 'campaign_posts' })
@Index('campaign_posts_campaign', ['company_id', 'campaign_id', 'status', 'platform'])
@Index('campaign_posts_contents', ['company_id', 'campaign_id', 'content_id'])
export class CampaignPostEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName }) company_id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName }) post_id!: string;
  @Column('uuid') campaign_id!: string;
  @Column('uuid') content_id!: string;
  @Column('varchar', { length: 50 }) platform!: string;
  @Column('varchar', { length: 20 }) status!: string;
  /** When its owner committed what told of it. */
  @Column('timestamptz') told_at!: Date;
}
