import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The write by which a content is found, and what a search shows of it. */
@Entity({ schema: 'embeddings', name: 'live_contents' })
@Unique('live_contents_write', ['company_id', 'write_id'])
export class LiveContentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'live_contents_pkey' }) company_id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'live_contents_pkey' }) content_id!: string;
  @Column('bigint') write_id!: string;
  @Column('text') title!: string;
  @Column('uuid', { nullable: true }) user_id!: string | null;
  @Column('text', { nullable: true }) content_type!: string | null;
  @Column('text', { nullable: true }) platform!: string | null;
  @Column('text', { nullable: true }) status!: string | null;
  @Column('text', { array: true }) topics!: string[];
  @Column('timestamptz', { nullable: true }) created_at!: Date | null;
  @Column('timestamptz', { nullable: true }) published_at!: Date | null;
  @Column('double precision', { nullable: true }) quality_score!: number | null;
  /** Where each chunk begins in the whole text, in UTF-16 units. */
  @Column('integer', { array: true, default: '{}' }) chunk_starts!: number[];
  @Column('text', { array: true, default: '{}' }) chunk_texts!: string[];
}
