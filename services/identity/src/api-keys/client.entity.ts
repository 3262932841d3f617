import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** An API consumer of a company; it may hold several keys, two of them while it rotates one. */
@Entity({ schema: 'identity', name: 'clients' })
@ForeignKey('CompanyEntity', ['company_id'], ['id'], { name: 'clients_company_fk' })
@ForeignKey('UserEntity', ['company_id', 'created_by'], ['company_id', 'id'], { name: 'clients_maker_fk' })
@Unique('clients_in_company', ['company_id', 'id'])
@Index('clients_listed', ['company_id', 'id'], { where: 'deleted_at IS NULL' })
export class ClientEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('varchar', { length: 255 }) name!: string;
  @Column('varchar', { length: 255, nullable: true }) contact_email!: string | null;
  @Column('uuid') created_by!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
  /** Its row stays, since audit and events name it. */
  @Column('timestamptz', { nullable: true }) deleted_at!: Date | null;
}
