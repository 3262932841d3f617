import type { ModelProtocol } from '@smartcontent/contracts';
import type { Sealed } from '@smartcontent/secrets';
import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** The key of a third party; the seed calls the table api_keys. */
@Entity({ schema: 'identity', name: 'api_keys' })
@ForeignKey('CompanyEntity', ['company_id'], ['id'], { name: 'api_keys_company_fk' })
@ForeignKey('UserEntity', ['company_id', 'created_by'], ['company_id', 'id'], { name: 'api_keys_maker_fk' })
@Check('api_keys_protocol_known', `protocol IN ('anthropic', 'openai')`)
@Unique('api_keys_service_once', ['company_id', 'service_name'])
export class ProviderKeyEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('varchar', { length: 50 }) service_name!: string;
  /** In its envelope. */
  @Column('jsonb') sealed_key!: Sealed;
  @Column('varchar', { length: 4 }) last_four!: string;
  /** How its models are called; null where it has none. */
  @Column('varchar', { length: 20, nullable: true }) protocol!: ModelProtocol | null;
  /** The one place that the key is sent to; null is the public one of the provider that it is named after. */
  @Column('varchar', { length: 2048, nullable: true }) base_url!: string | null;
  @Column('boolean', { default: true }) is_active!: boolean;
  /** Orders the key's events. */
  @Column('integer', { default: 1 }) revision!: number;
  @Column('uuid') created_by!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
  @Column('timestamptz', { nullable: true }) rotated_at!: Date | null;
}
