import type { ApiKeyKind, RateLimits, Scope } from '@smartcontent/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'client_keys' })
@ForeignKey('ClientEntity', ['company_id', 'client_id'], ['company_id', 'id'], { name: 'client_keys_client_fk' })
@ForeignKey('UserEntity', ['company_id', 'created_by'], ['company_id', 'id'], { name: 'client_keys_maker_fk' })
@ForeignKey('ClientKeyEntity', ['company_id', 'replaced_by'], ['company_id', 'id'], { name: 'client_keys_replaced_fk' })
@Unique('client_keys_hash_once', ['key_hash'])
@Unique('client_keys_in_company', ['company_id', 'id'])
@Index('client_keys_of_client', ['company_id', 'client_id'])
@Check('client_keys_kind', `kind IN ('secret', 'publishable')`)
export class ClientKeyEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') client_id!: string;
  @Column('varchar', { length: 20, default: 'secret' }) kind!: ApiKeyKind;
  /** First characters of the key, to recognise it by. */
  @Column('varchar', { length: 20 }) prefix!: string;
  /** SHA-256, hex: the key itself is not stored. */
  @Column('char', { length: 64 }) key_hash!: string;
  @Column('text', { array: true }) scopes!: Scope[];
  /** Where they are fewer than the company's. */
  @Column('jsonb', { nullable: true }) limits!: RateLimits | null;
  /** Of a publishable key: the pages that may use it; any where null. */
  @Column('text', { array: true, nullable: true }) allowed_origins!: string[] | null;
  @Column('uuid', { nullable: true }) replaced_by!: string | null;
  @Column('timestamptz', { nullable: true }) expires_at!: Date | null;
  @Column('timestamptz', { nullable: true }) revoked_at!: Date | null;
  @Column('timestamptz', { nullable: true }) last_used_at!: Date | null;
  /** Orders the key's events. */
  @Column('integer', { default: 1 }) revision!: number;
  /** The key acts as this user and may never do more. */
  @Column('uuid') created_by!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
