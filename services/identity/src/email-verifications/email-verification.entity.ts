import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'email_verifications' })
@ForeignKey('UserEntity', ['company_id', 'user_id'], ['company_id', 'id'], { name: 'email_verifications_user_fk' })
@Unique('email_verifications_token_once', ['token_hash'])
@Index('email_verifications_of_user', ['company_id', 'user_id', 'created_at'])
export class EmailVerificationEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') user_id!: string;
  /** Where the token was sent, and so what it proves. */
  @Column('varchar', { length: 255 }) email!: string;
  /** SHA-256, hex: the token itself stands in the mail alone. */
  @Column('char', { length: 64 }) token_hash!: string;
  @Column('timestamptz') expires_at!: Date;
  @Column('timestamptz', { nullable: true }) used_at!: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
