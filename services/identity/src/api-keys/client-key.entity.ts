import type { Scope } from '@smartcontent/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'client_keys' })
@ForeignKey('ClientEntity', ['company_id', 'client_id'], ['company_id', 'id'], { name: 'client_keys_client_fk' })
@ForeignKey('UserEntity', ['company_id', 'created_by'], ['company_id', 'id'], { name: 'client_keys_maker_fk' })
@Unique('client_keys_hash_once', ['key_hash'])
@Index('client_keys_listed', ['company_id', 'id'])
export class ClientKeyEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') client_id!: string;
  /** First characters of the key, to recognise it by. */
  @Column('varchar', { length: 20 }) prefix!: string;
  /** SHA-256, hex: the key itself is not stored. */
  @Column('char', { length: 64 }) key_hash!: string;
  @Column('text', { array: true }) scopes!: Scope[];
  @Column('timestamptz', { nullable: true }) expires_at!: Date | null;
  @Column('timestamptz', { nullable: true }) revoked_at!: Date | null;
  @Column('timestamptz', { nullable: true }) last_used_at!: Date | null;
  /** Orders the key's events. */
  @Column('integer', { default: 1 }) revision!: number;
  /** The key acts as this user and may never do more. */
  @Column('uuid') created_by!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
