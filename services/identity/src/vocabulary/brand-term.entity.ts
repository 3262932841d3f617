import { TERM_KINDS } from '@smartcontent/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'identity', name: 'brand_vocabulary' })
@ForeignKey('CompanyEntity', ['company_id'], ['id'], { name: 'brand_vocabulary_company_fk' })
@ForeignKey('UserEntity', ['company_id', 'created_by'], ['company_id', 'id'], { name: 'brand_vocabulary_maker_fk' })
// On lower(normalize(term, NFKC)), which no decorator can say.
@Index('brand_vocabulary_term_once', { synchronize: false })
export class BrandTermEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('varchar', { length: 255 }) term!: string;
  @Column('enum', { enum: TERM_KINDS, enumName: 'term_kind' }) kind!: (typeof TERM_KINDS)[number];
  @Column('varchar', { length: 255, nullable: true }) replacement!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('uuid') created_by!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
