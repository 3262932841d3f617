import { POST_STATUSES, type PostStatus } from '@smartcontent/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'scheduling', name: 'scheduled_posts' })
@ForeignKey('PlatformAccountEntity', ['company_id', 'platform_account_id'], ['company_id', 'id'], {
  name: 'scheduled_posts_company_id_platform_account_id_fkey',
})
@Unique('scheduled_posts_company_id_id_key', ['company_id', 'id'])
@Check('scheduled_posts_resume_check', `resume_at IS NULL OR status = 'paused'`)
@Index('scheduled_posts_once', ['company_id', 'version_id', 'platform_account_id', 'scheduled_time'], {
  unique: true,
  where: `status <> 'cancelled'`,
})
@Index('scheduled_posts_due', ['next_attempt_at'], { where: 'next_attempt_at IS NOT NULL' })
@Index('scheduled_posts_leased', ['lease_expires_at'], { where: 'lease_expires_at IS NOT NULL' })
@Index('scheduled_posts_content', ['company_id', 'content_id'])
@Index('scheduled_posts_time', ['company_id', 'scheduled_time', 'id'])
@Index('scheduled_posts_campaign', ['company_id', 'campaign_id', 'scheduled_time', 'id'], { where: 'campaign_id IS NOT NULL' })
@Index('scheduled_posts_status', ['company_id', 'status', 'scheduled_time', 'id'])
export class ScheduledPostEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') content_id!: string;
  @Column('uuid') version_id!: string;
  /** What was approved; the dispatcher refuses anything else. */
  @Column('char', { length: 64 }) version_hash!: string;
  @Column('uuid', { nullable: true }) campaign_id!: string | null;
  @Column('varchar', { length: 50 }) platform!: string;
  @Column('uuid') platform_account_id!: string;
  @Column('timestamptz') scheduled_time!: Date;
  @Column('enum', { enum: POST_STATUSES, enumName: 'schedule_status', default: 'pending' }) status!: PostStatus;
  @Column('timestamptz', { nullable: true }) published_at!: Date | null;
  @Column('text', { nullable: true }) platform_post_id!: string | null;
  @Column('varchar', { length: 50, nullable: true }) error_code!: string | null;
  @Column('text', { nullable: true }) error_message!: string | null;
  @Column('integer', { default: 0 }) retry_count!: number;
  /** Orders the post's events. */
  @Column('integer', { default: 1 }) revision!: number;
  /** When the dispatcher looks at it again; nothing where it will not. */
  @Column('timestamptz', { nullable: true }) next_attempt_at!: Date | null;
  /** A held one's next try, where it had been tried before. */
  @Column('timestamptz', { nullable: true, comment: 'Of a held post: when it may be tried again, where it had been tried before' })
  resume_at!: Date | null;
  /** Whose claim it is, until when. */
  @Column('uuid', { nullable: true }) lease_token!: string | null;
  @Column('timestamptz', { nullable: true }) lease_expires_at!: Date | null;
  @Column('uuid') created_by!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
