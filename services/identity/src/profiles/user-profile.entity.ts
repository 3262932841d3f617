import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'user_profiles' })
@ForeignKey('UserEntity', ['company_id', 'user_id'], ['company_id', 'id'], { name: 'user_profiles_user_fk' })
@Unique('user_profiles_once', ['company_id', 'user_id'])
@Index('idx_user_profiles_activity', ['last_activity_at'])
export class UserProfileEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') user_id!: string;
  @Column('text', { array: true, default: [] }) interests!: string[];
  @Column('text', { array: true, default: [] }) preferred_topics!: string[];
  @Column('jsonb', { default: {} }) content_preferences!: object;
  @Column('jsonb', { default: {} }) engagement_patterns!: object;
  @Column('jsonb', { default: {} }) behavioral_data!: object;
  @Column('timestamptz', { nullable: true }) last_activity_at!: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at!: Date;
}
