import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'password_resets' })
@ForeignKey('UserEntity', ['company_id', 'user_id'], ['company_id', 'id'], { name: 'password_resets_user_fk' })
@Unique('password_resets_token_once', ['token_hash'])
@Index('password_resets_of_user', ['company_id', 'user_id', 'created_at'])
export class PasswordResetEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') user_id!: string;
  /** SHA-256, hex: the token itself stands in the mail alone. */
  @Column('char', { length: 64 }) token_hash!: string;
  @Column('timestamptz') expires_at!: Date;
  @Column('timestamptz', { nullable: true }) used_at!: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
