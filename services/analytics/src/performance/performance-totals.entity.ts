import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What was counted of a content on a platform since the beginning. */
@Entity({ schema: 'analytics', name: 'performance_totals' })
@Check('performance_totals_impressions_check', 'impressions >= 0')
@Check('performance_totals_views_check', 'views >= 0')
@Check('performance_totals_likes_check', 'likes >= 0')
@Check('performance_totals_shares_check', 'shares >= 0')
@Check('performance_totals_comments_check', 'comments >= 0')
@Check('performance_totals_clicks_check', 'clicks >= 0')
export class PerformanceTotalsEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'performance_totals_pkey' }) company_id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'performance_totals_pkey' }) content_id!: string;
  /** Empty where events named none. */
  @PrimaryColumn('varchar', { length: 50, primaryKeyConstraintName: 'performance_totals_pkey' }) platform!: string;
  @Column('bigint', { default: 0 }) impressions!: string;
  @Column('bigint', { default: 0 }) views!: string;
  @Column('bigint', { default: 0 }) likes!: string;
  @Column('bigint', { default: 0 }) shares!: string;
  @Column('bigint', { default: 0 }) comments!: string;
  @Column('bigint', { default: 0 }) clicks!: string;
  /** The quarter of an hour whose row of content_performance has the same figures. */
  @Column('timestamptz', { comment: 'The quarter of an hour whose row of content_performance has the same figures' }) recorded_at!: Date;
  /** When they came to be these. */
  @Column('timestamptz') counted_at!: Date;
}
