import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** One try to send a post; its row stands before the call leaves. */
@Entity({ schema: 'scheduling', name: 'post_attempts' })
@ForeignKey('ScheduledPostEntity', ['company_id', 'post_id'], ['company_id', 'id'], {
  name: 'post_attempts_company_id_post_id_fkey',
  onDelete: 'CASCADE',
})
@Unique('post_attempts_post_id_number_key', ['post_id', 'number'])
@Check('post_attempts_outcome_check', `outcome IN ('published', 'failed', 'unknown')`)
export class PostAttemptEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') post_id!: string;
  @Column('integer') number!: number;
  @Column('timestamptz', { default: () => 'now()' }) started_at!: Date;
  @Column('timestamptz', { nullable: true }) finished_at!: Date | null;
  /** Nothing while the call is under way. */
  @Column('varchar', { length: 20, nullable: true }) outcome!: string | null;
  @Column('integer', { nullable: true }) status_code!: number | null;
  @Column('text', { nullable: true }) error_message!: string | null;
}
