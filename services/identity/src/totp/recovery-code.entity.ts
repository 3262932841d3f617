import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'identity', name: 'recovery_codes' })
@ForeignKey('UserEntity', ['company_id', 'user_id'], ['company_id', 'id'], { name: 'recovery_codes_user_fk' })
export class RecoveryCodeEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'recovery_codes_pk' }) user_id!: string;
  /** SHA-256, hex, of 80 random bits. */
  @PrimaryColumn('char', { length: 64, primaryKeyConstraintName: 'recovery_codes_pk' }) code_hash!: string;
  @Column('uuid') company_id!: string;
  @Column('timestamptz', { nullable: true }) used_at!: Date | null;
}
