import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A walk over all contents of content, to index what no event tells of any more, and where it stands. */
@Entity({ schema: 'embeddings', name: 'snapshots' })
export class SnapshotEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'snapshots_pk', default: () => 'uuidv7()' }) id!: string;
  @Column('timestamptz', { default: () => 'now()' }) requested_at!: Date;
  @Column('uuid', { nullable: true }) after_company_id!: string | null;
  @Column('uuid', { nullable: true }) after_content_id!: string | null;
  @Column('timestamptz', { nullable: true }) finished_at!: Date | null;
}
