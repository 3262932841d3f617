import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** An API consumer of a company; it may hold two keys while it rotates them. */
@Entity({ schema: 'identity', name: 'clients' })
@ForeignKey('CompanyEntity', ['company_id'], ['id'], { name: 'clients_company_fk' })
@ForeignKey('UserEntity', ['company_id', 'created_by'], ['company_id', 'id'], { name: 'clients_maker_fk' })
@Unique('clients_in_company', ['company_id', 'id'])
export class ClientEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('varchar', { length: 255 }) name!: string;
  @Column('varchar', { length: 255, nullable: true }) contact_email!: string | null;
  @Column('uuid') created_by!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
