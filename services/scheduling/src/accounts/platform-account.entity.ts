import type { Sealed } from '@smartcontent/secrets';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'scheduling', name: 'platform_accounts' })
@Unique('platform_accounts_company_id_id_key', ['company_id', 'id'])
@Check('platform_accounts_status_check', `status IN ('connected', 'disconnected')`)
@Index('platform_accounts_newest', ['company_id', 'created_at', 'id'])
export class PlatformAccountEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('varchar', { length: 50 }) platform!: string;
  @Column('varchar', { length: 255 }) name!: string;
  @Column('jsonb', { default: {} }) settings!: object;
  /** The signing secret in its envelope; nothing once the account is disconnected. */
  @Column('jsonb', { nullable: true }) sealed_secret!: Sealed | null;
  @Column('varchar', { length: 20, default: 'connected' }) status!: string;
  /** Orders the account's events. */
  @Column('integer', { default: 1 }) revision!: number;
  @Column('uuid') created_by!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
