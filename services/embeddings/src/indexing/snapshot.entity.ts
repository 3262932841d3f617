import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export const SNAPSHOT_PHASES = ['documents', 'engagement', 'readers', 'contents'] as const;

/** A walk over all contents of content, to index what no event tells of any more, and where it stands; of a rebuild after one over what is here. */
@Entity({ schema: 'embeddings', name: 'snapshots' })
@Check('snapshots_phase_check', `phase IN ('documents', 'engagement', 'readers', 'contents')`)
export class SnapshotEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'snapshots_pk', default: () => 'uuidv7()' }) id!: string;
  @Column('timestamptz', { default: () => 'now()' }) requested_at!: Date;
  /** What it walks over now. */
  @Column('varchar', { length: 20, default: 'contents' }) phase!: (typeof SNAPSHOT_PHASES)[number];
  @Column('uuid', { nullable: true }) after_company_id!: string | null;
  /** Of readers it is the user's. */
  @Column('uuid', { nullable: true }) after_content_id!: string | null;
  @Column('timestamptz', { nullable: true }) finished_at!: Date | null;
}
