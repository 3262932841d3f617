import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

const CONTENT = { primaryKeyConstraintName: 'content_engagement_pkey' };
const READER = { primaryKeyConstraintName: 'readers_pkey' };
const PAIR = { primaryKeyConstraintName: 'reader_engagement_pkey' };

/** How far the events of all companies were followed. */
@Entity({ schema: 'embeddings', name: 'engagement_place' })
@Check('engagement_place_one', 'id')
export class EngagementPlaceEntity {
  @PrimaryColumn('boolean', { default: true, primaryKeyConstraintName: 'engagement_place_pkey' }) id!: boolean;
  @Column('numeric', { precision: 20, default: 0 }) place!: string;
}

/** What everybody did with a content, the older the less. */
@Entity({ schema: 'embeddings', name: 'content_engagement' })
@Index('content_engagement_untold', ['company_id', 'content_id'], { where: 'NOT is_told' })
export class ContentEngagementEntity {
  @PrimaryColumn('uuid', CONTENT) company_id!: string;
  @PrimaryColumn('uuid', CONTENT) content_id!: string;
  @Column('double precision') weight!: number;
  @Column('timestamptz') at!: Date;
  @Column('boolean', { default: false }) is_told!: boolean;
}

/** Who did anything, and whether his preferences say so already. */
@Entity({ schema: 'embeddings', name: 'readers' })
@Index('readers_untold', ['company_id', 'user_id'], { where: 'NOT is_told' })
export class ReaderEntity {
  @PrimaryColumn('uuid', READER) company_id!: string;
  @PrimaryColumn('uuid', READER) user_id!: string;
  @Column('boolean', { default: false }) is_told!: boolean;
  /** Those that failed, in a row. */
  @Column('integer', { default: 0 }) attempts!: number;
  /** When he is to be tried again; null is at once. */
  @Column('timestamptz', { nullable: true }) next_attempt_at!: Date | null;
}

/** What one reader did with a content, the older the less. */
@Entity({ schema: 'embeddings', name: 'reader_engagement' })
export class ReaderEngagementEntity {
  @PrimaryColumn('uuid', PAIR) company_id!: string;
  @PrimaryColumn('uuid', PAIR) user_id!: string;
  @PrimaryColumn('uuid', PAIR) content_id!: string;
  @Column('double precision') weight!: number;
  @Column('timestamptz') at!: Date;
}
