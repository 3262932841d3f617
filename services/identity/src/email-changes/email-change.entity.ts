import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'email_changes' })
@ForeignKey('UserEntity', ['company_id', 'user_id'], ['company_id', 'id'], { name: 'email_changes_user_fk' })
@Unique('email_changes_token_once', ['token_hash'])
@Index('email_changes_of_user', ['company_id', 'user_id', 'created_at'])
export class EmailChangeEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') user_id!: string;
  /** The address that is wanted, and where the token was sent. */
  @Column('varchar', { length: 255 }) email!: string;
  /** SHA-256, hex: the token itself stands in the mail alone. */
  @Column('char', { length: 64 }) token_hash!: string;
  /** SHA-256 of the password’s hash that it was asked for with, hex: another password ends it. */
  @Column('char', { length: 64 }) password_mark!: string;
  @Column('timestamptz') expires_at!: Date;
  @Column('timestamptz', { nullable: true }) used_at!: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
