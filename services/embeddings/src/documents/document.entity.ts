import { DOCUMENT_STATES } from '@smartcontent/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What the index is to hold of one content, or of one text that was put here, and where it stands with it. */
@Entity({ schema: 'embeddings', name: 'documents' })
@Check('documents_source_check', `source IN ('content', 'api')`)
@Check('documents_state_check', `state IN ('pending', 'indexing', 'indexed', 'failed', 'deleted')`)
@Index('documents_due', ['next_attempt_at'], { where: 'next_attempt_at IS NOT NULL' })
@Index('documents_due_of_company', ['company_id', 'next_attempt_at'], { where: 'next_attempt_at IS NOT NULL' })
@Index('documents_due_deletions', ['company_id', 'next_attempt_at'], { where: `state = 'deleted' AND next_attempt_at IS NOT NULL` })
@Index('documents_state', ['company_id', 'state', 'content_id'])
export class DocumentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'documents_pk' }) company_id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'documents_pk' }) content_id!: string;
  @Column('varchar', { length: 10 }) source!: 'content' | 'api';
  @Column('varchar', { length: 10, default: 'pending' }) state!: (typeof DOCUMENT_STATES)[number];
  @Column('bigint') revision!: string;
  /** Added to the revision in the index: what a text put here had before a content of its id was made. */
  @Column('bigint', { default: 0 }) base_revision!: string;
  @Column('bigint', { nullable: true }) indexed_revision!: string | null;
  @Column('varchar', { length: 200, nullable: true }) model!: string | null;
  @Column('integer', { nullable: true }) chunks!: number | null;
  @Column('bigint', { default: 0 }) claims!: string;
  @Column('integer', { default: 0 }) attempts!: number;
  @Column('varchar', { length: 60, nullable: true }) error_code!: string | null;
  @Column('text', { nullable: true }) error_message!: string | null;
  /** When something is to be done; while somebody does it, when his lease ends. */
  @Column('timestamptz', { nullable: true }) next_attempt_at!: Date | null;
  @Column('uuid', { nullable: true }) lease_token!: string | null;
  /** This and the next two of what was put here alone; content's own is asked for when it is indexed. */
  @Column('varchar', { length: 500, nullable: true }) title!: string | null;
  @Column('text', { nullable: true }) content_text!: string | null;
  @Column('jsonb', { nullable: true }) metadata!: object | null;
  @Column('timestamptz', { nullable: true }) indexed_at!: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
