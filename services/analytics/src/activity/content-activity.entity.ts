import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** A line of the timeline: one event of a content or of one of its posts. Requests may add lines, never change them. */
@Entity({ schema: 'analytics', name: 'content_activity' })
@Index('content_activity_day', ['company_id', 'occurred_at', 'type'])
export class ContentActivityEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'content_activity_pk' }) company_id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'content_activity_pk' }) content_id!: string;
  /** When the owner committed it. */
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'content_activity_pk' }) occurred_at!: Date;
  /** In the order in which they were written: versions of one aggregate ascend with it. */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'content_activity_pk',
  })
  place!: string;
  /** Not unique, on purpose: see the migration. */
  @Column('uuid') event_id!: string;
  @Column('varchar', { length: 64 }) type!: string;
  @Column('uuid') aggregate_id!: string;
  @Column('bigint') aggregate_version!: string;
  @Column('text') actor!: string;
  @Column('jsonb') details!: object;
}
