import { CONTENT_TYPES } from '@smartcontent/contracts';
import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** What a content said at one time. Requests may insert it and set or withdraw its approval, never change what it says. */
@Entity({ schema: 'content', name: 'content_versions' })
@ForeignKey('ContentEntity', ['company_id', 'content_id'], ['company_id', 'id'], {
  name: 'content_versions_content_fk',
  onDelete: 'CASCADE',
})
@Unique('content_versions_number', ['company_id', 'content_id', 'number'])
@Check('content_versions_hash', 'length(hash) = 64')
@Check('content_versions_approval', '(approved_by IS NULL) = (approved_at IS NULL)')
export class ContentVersionEntity {
  @PrimaryColumn('uuid') company_id!: string;
  @PrimaryColumn('uuid') content_id!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('integer') number!: number;
  /** versionHash of contracts over type, platform, title, text and metadata. */
  @Column('text') hash!: string;
  @Column('enum', { enum: CONTENT_TYPES, enumName: 'content_type' }) content_type!: (typeof CONTENT_TYPES)[number];
  @Column('varchar', { length: 500, nullable: true }) title!: string | null;
  @Column('text', { nullable: true }) content_text!: string | null;
  @Column('varchar', { length: 50, nullable: true }) platform!: string | null;
  @Column('jsonb', { default: {} }) metadata!: object;
  @Column('uuid') created_by!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('uuid', { nullable: true }) approved_by!: string | null;
  @Column('timestamptz', { nullable: true }) approved_at!: Date | null;
}
