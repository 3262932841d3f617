import { CONTENT_STATUSES, CONTENT_TYPES, type ContentStatus } from '@smartcontent/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The aggregate that is versioned, approved, scheduled. Its text stands here for reading and in its version for good. */
@Entity({ schema: 'content', name: 'content' })
@ForeignKey('ContentVersionEntity', ['company_id', 'id', 'version_id'], ['company_id', 'content_id', 'id'], { name: 'content_version_fk' })
@ForeignKey('ContentVersionEntity', ['company_id', 'id', 'approved_version_id'], ['company_id', 'content_id', 'id'], {
  name: 'content_approved_version_fk',
})
@Check('content_revision_positive', 'revision > 0')
@Index('idx_content_created', ['company_id', 'created_at', 'id'])
@Index('idx_content_user', ['company_id', 'user_id', 'created_at', 'id'])
@Index('idx_content_updated', ['company_id', 'updated_at', 'id'])
@Index('idx_content_type', ['company_id', 'content_type', 'created_at', 'id'])
@Index('idx_content_status', ['company_id', 'status', 'created_at', 'id'])
@Index('idx_content_user_type_created', ['company_id', 'user_id', 'content_type', 'created_at', 'id'])
@Index('idx_content_campaign', ['company_id', 'campaign_id', 'created_at', 'id'], { where: 'campaign_id IS NOT NULL' })
@Index('idx_published_content', ['company_id', 'published_at', 'id'], { where: `status = 'published'` })
// GIN with operator classes: TypeORM cannot say that, the migration does.
@Index('idx_content_search', { synchronize: false })
export class ContentEntity {
  @PrimaryColumn('uuid') company_id!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') user_id!: string;
  @Column('uuid', { nullable: true }) campaign_id!: string | null;
  @Column('varchar', { length: 500, nullable: true }) title!: string | null;
  @Column('text', { nullable: true }) content_text!: string | null;
  @Column('enum', { enum: CONTENT_TYPES, enumName: 'content_type' }) content_type!: (typeof CONTENT_TYPES)[number];
  @Column('varchar', { length: 50, nullable: true }) platform!: string | null;
  @Column('enum', { enum: CONTENT_STATUSES, enumName: 'content_status', default: 'draft' }) status!: ContentStatus;
  @Column('jsonb', { default: {} }) metadata!: object;
  @Column('jsonb', { default: {} }) brand_guidelines_applied!: object;
  @Column('varchar', { length: 100, nullable: true }) ai_model_used!: string | null;
  @Column('text', { nullable: true }) generation_prompt!: string | null;
  @Column('numeric', { precision: 3, scale: 2, nullable: true }) quality_score!: string | null;
  /** Optimistic version and the sequence of the aggregate's events in one. */
  @Column('integer', { default: 1 }) revision!: number;
  @Column('uuid') version_id!: string;
  @Column('integer') version_number!: number;
  @Column('text') version_hash!: string;
  /** The last approved version; an edit leaves it, archiving withdraws it. */
  @Column('uuid', { nullable: true }) approved_version_id!: string | null;
  /** Title (weight A) and text (weight D), from content.search_vector. */
  @Column('tsvector', { select: false }) search!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
  /** When the first of its posts left. */
  @Column('timestamptz', { nullable: true }) published_at!: Date | null;
  /** When the next of its posts leaves. */
  @Column('timestamptz', { nullable: true }) scheduled_for!: Date | null;
}
