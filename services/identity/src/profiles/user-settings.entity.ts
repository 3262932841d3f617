import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'user_settings' })
@ForeignKey('UserEntity', ['company_id', 'user_id'], ['company_id', 'id'], { name: 'user_settings_user_fk' })
@Unique('user_settings_once', ['company_id', 'user_id'])
export class UserSettingsEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') user_id!: string;
  @Column('varchar', { length: 100, nullable: true }) preferred_ai_provider!: string | null;
  @Column('varchar', { length: 50, nullable: true }) default_content_type!: string | null;
  @Column('varchar', { length: 50, default: 'light' }) ui_theme!: string;
  @Column('varchar', { length: 35, default: 'en' }) language!: string;
  @Column('jsonb', { default: {} }) settings_json!: object;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
