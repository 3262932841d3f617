import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What a content's present text is recognised by. Without a sketch it is too short to be compared. */
@Entity({ schema: 'embeddings', name: 'fingerprints' })
@Check(
  'fingerprints_whole',
  'CASE WHEN sketch IS NULL THEN cardinality(bands) = 0 ELSE octet_length(sketch) = 512 AND cardinality(bands) = 16 END',
)
export class FingerprintEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fingerprints_pkey' }) company_id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fingerprints_pkey' }) content_id!: string;
  @Column('text', { nullable: true }) title!: string | null;
  @Column('bytea', { nullable: true }) sketch!: Buffer | null;
  /** Its rows in fingerprint_bands. */
  @Column('bigint', { array: true }) bands!: string[];
}

/** One band of a fingerprint: texts that share one are worth comparing. */
@Entity({ schema: 'embeddings', name: 'fingerprint_bands' })
export class FingerprintBandEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fingerprint_bands_pkey' }) company_id!: string;
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'fingerprint_bands_pkey' }) band!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fingerprint_bands_pkey' }) content_id!: string;
}
