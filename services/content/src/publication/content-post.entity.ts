import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What scheduling's events said about a post, to derive scheduled_for and published_at from; `post_revision` keeps a late event from undoing a newer one. */
@Entity({ schema: 'content', name: 'content_posts' })
@ForeignKey('ContentEntity', ['company_id', 'content_id'], ['company_id', 'id'], { name: 'content_posts_content_fk', onDelete: 'CASCADE' })
@Check('content_posts_status', `status IN ('pending', 'published', 'stopped')`)
export class ContentPostEntity {
  @PrimaryColumn('uuid') company_id!: string;
  @PrimaryColumn('uuid') content_id!: string;
  @PrimaryColumn('uuid') post_id!: string;
  @Column('integer') post_revision!: number;
  @Column('uuid') version_id!: string;
  @Column('varchar', { length: 50 }) platform!: string;
  @Column('varchar', { length: 20 }) status!: string;
  @Column('timestamptz') scheduled_time!: Date;
  @Column('timestamptz', { nullable: true }) published_at!: Date | null;
}
