import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a content's present text is recognised by. Without a sketch it is too short to be compared. */
@Entity({ schema: 'embeddings', name: 'fingerprints' })
export class FingerprintEntity {
  @PrimaryColumn('uuid') company_id!: string;
  @PrimaryColumn('uuid') content_id!: string;
  @Column('text', { nullable: true }) title!: string | null;
  @Column('bytea', { nullable: true }) sketch!: Buffer | null;
  /** Its rows in fingerprint_bands. */
  @Column('bigint', { array: true }) bands!: string[];
}

/** One band of a fingerprint: texts that share one are worth comparing. */
@Entity({ schema: 'embeddings', name: 'fingerprint_bands' })
export class FingerprintBandEntity {
  @PrimaryColumn('uuid') company_id!: string;
  @PrimaryColumn('bigint') band!: string;
  @PrimaryColumn('uuid') content_id!: string;
}
