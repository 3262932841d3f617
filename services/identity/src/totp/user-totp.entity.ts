import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'identity', name: 'user_totp' })
@ForeignKey('UserEntity', ['company_id', 'user_id'], ['company_id', 'id'], { name: 'user_totp_user_fk' })
export class UserTotpEntity {
  @PrimaryColumn('uuid') user_id!: string;
  @Column('uuid') company_id!: string;
  /** The authenticator's secret, sealed; see libs/secrets. */
  @Column('text') ciphertext!: string;
  @Column('text') wrapped_key!: string;
  @Column('varchar', { length: 32 }) key_id!: string;
  /** Null until the user has shown that it works; until then log-ins need no code. */
  @Column('timestamptz', { nullable: true }) confirmed_at!: Date | null;
  /** The half minute of the last code that was taken: none of it or before counts any more. */
  @Column('bigint', { default: 0 }) last_step!: number;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
