import { ROLES, type Role } from '@smartcontent/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'invitations' })
@ForeignKey('CompanyEntity', ['company_id'], ['id'], { name: 'invitations_company_fk' })
@ForeignKey('UserEntity', ['company_id', 'invited_by'], ['company_id', 'id'], { name: 'invitations_maker_fk' })
@ForeignKey('UserEntity', ['company_id', 'accepted_by'], ['company_id', 'id'], { name: 'invitations_user_fk' })
@Unique('invitations_token_once', ['token_hash'])
@Index('invitations_listed', ['company_id', 'id'])
@Index('invitations_open_once', ['company_id', 'email'], { unique: true, where: 'accepted_at IS NULL AND revoked_at IS NULL' })
export class InvitationEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('varchar', { length: 255 }) email!: string;
  @Column('enum', { enum: ROLES, enumName: 'user_role' }) role!: Role;
  @Column('uuid') invited_by!: string;
  /** SHA-256, hex: the token itself stands in the mail alone. */
  @Column('char', { length: 64 }) token_hash!: string;
  @Column('timestamptz') expires_at!: Date;
  @Column('timestamptz', { nullable: true }) accepted_at!: Date | null;
  @Column('uuid', { nullable: true }) accepted_by!: string | null;
  /** Also where it did not count any more and the address was invited again. */
  @Column('timestamptz', { nullable: true }) revoked_at!: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
