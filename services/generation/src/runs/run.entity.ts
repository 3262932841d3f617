import { RUN_STATUSES, type RunStatus } from '@smartcontent/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** What was asked for, and how far it is. */
@Entity({ schema: 'generation', name: 'runs' })
@Unique('runs_of_company', ['company_id', 'id'])
@Check('runs_status_known', `status IN (${RUN_STATUSES.map((status) => `'${status}'`).join(', ')})`)
@Index('runs_due', ['wake_at'], { where: 'wake_at IS NOT NULL' })
@Index('runs_due_of_company', ['company_id', 'wake_at', 'id'], { where: 'wake_at IS NOT NULL' })
@Index('runs_under_way', ['company_id', 'wake_at'], { where: `status = 'running'` })
@Index('runs_cost_open', ['id'], { where: 'is_cost_open' })
@Index('runs_status', ['company_id', 'status', 'id'])
@Index('runs_user', ['company_id', 'user_id', 'id'])
@Index('runs_content', ['company_id', 'content_id', 'id'])
export class RunEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') user_id!: string;
  @Column('uuid') content_id!: string;
  @Column('boolean') is_new_content!: boolean;
  @Column('uuid', { nullable: true }) campaign_id!: string | null;
  @Column('varchar', { length: 20 }) content_type!: string;
  @Column('varchar', { length: 20 }) draft_type!: string;
  @Column('varchar', { length: 50 }) agent_name!: string;
  @Column('varchar', { length: 500, nullable: true }) title!: string | null;
  @Column('jsonb') request!: object;
  @Column('varchar', { length: 20, default: 'pending' }) status!: RunStatus;
  /** Orders the run's events. */
  @Column('integer', { default: 1 }) revision!: number;
  @Column('varchar', { length: 100, nullable: true }) model!: string | null;
  @Column('integer', { default: 0 }) attempts!: number;
  /** Place in request.models of the model that is asked next. */
  @Column('integer', { default: 0 }) model_index!: number;
  @Column('integer', { default: 0 }) model_attempts!: number;
  /** A call is under way, or was when its process died. */
  @Column('boolean', { default: false }) is_calling!: boolean;
  @Column('jsonb', { default: [] }) retry_reasons!: string[];
  @Column('jsonb', { nullable: true }) validation_errors!: string[] | null;
  @Column('varchar', { length: 50, nullable: true }) error_code!: string | null;
  @Column('text', { nullable: true }) error_message!: string | null;
  @Column('boolean', { default: false }) cache_hit!: boolean;
  @Column('varchar', { length: 255, nullable: true }) cache_key!: string | null;
  /** As the newest event told it. */
  @Column('numeric', { precision: 30, scale: 12, default: 0 }) told_cost_usd!: string;
  @Column('integer', { default: 0 }) told_unpriced_calls!: number;
  /** It has ended, and what it cost is not told yet, or not any more. */
  @Column('boolean', { default: false }) is_cost_open!: boolean;
  @Column('text', { nullable: true }) output!: string | null;
  /** Pending: when it is due. Running: when its lease ends. Nothing once it has ended. */
  @Column('timestamptz', { nullable: true, default: () => 'now()' }) wake_at!: Date | null;
  @Column('uuid', { nullable: true }) lease_token!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { nullable: true }) started_at!: Date | null;
  @Column('timestamptz', { nullable: true }) finished_at!: Date | null;
}
