import { ROLES, type Role } from '@smartcontent/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'users' })
@ForeignKey('CompanyEntity', ['company_id'], ['id'], { name: 'users_company_fk' })
@Unique('users_email_once', ['email'])
@Unique('users_in_company', ['company_id', 'id'])
// On the name as it is read, see its migration: no decorator can say that.
@Index('users_username_once', { synchronize: false })
@Index('idx_active_users', ['id'], { where: 'is_active' })
export class UserEntity {
  @PrimaryColumn('uuid') id!: string;
  /** Lower case. */
  @Column('varchar', { length: 255 }) email!: string;
  @Column('varchar', { length: 100 }) username!: string;
  @Column('varchar', { length: 255 }) password_hash!: string;
  @Column('varchar', { length: 100, nullable: true }) first_name!: string | null;
  @Column('varchar', { length: 100, nullable: true }) last_name!: string | null;
  @Column('uuid') company_id!: string;
  @Column('enum', { enum: ROLES, enumName: 'user_role', default: 'user' }) role!: Role;
  /** Number of the last event that told of the user. */
  @Column('integer', { default: 0 }) revision!: number;
  @Column('jsonb', { default: {} }) preferences!: object;
  /** Contact details, sealed (libs/secrets): the envelope as JSON. */
  @Column('bytea', { nullable: true }) encrypted_data!: Buffer | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
  @Column('timestamptz', { nullable: true }) last_login_at!: Date | null;
  @Column('boolean', { default: true }) is_active!: boolean;
  @Column('boolean', { default: false }) email_verified!: boolean;
  /** Counts what happens to the sessions of the user, so that a cache of them can tell old from new. */
  @Column('bigint', { default: 0 }) sessions_version!: number;
}
