import type { Erasure } from '@smartcontent/contracts';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** Kept for good: that there was a company, or a person, and that nothing is left. Ids and counts only, once it is done. */
@Entity({ schema: 'identity', name: 'erasures' })
@Unique('erasures_once', ['company_id', 'user_id'])
@Index('erasures_running', ['next_pass_at'], { where: 'finished_at IS NULL' })
export class ErasureEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid', { nullable: true }) user_id!: string | null;
  @Column('varchar', { length: 16 }) requested_by!: Erasure['requested_by'];
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) requested_at!: Date;
  /** Of the people and API clients whose names keys of Redis bear; while it runs. */
  @Column('uuid', { array: true, default: '{}' }) known_ids!: string[];
  /** Every address that was the person's own, as long as it runs: when his rows are gone nothing else says what is to be looked for. */
  @Column('text', { array: true, default: '{}' }) known_emails!: string[];
  /** Gateways must know them until the last access token of theirs has expired, and their rows are gone by then. */
  @Column('uuid', { array: true, default: '{}' }) ended_sessions!: string[];
  @Column('integer', { default: 0 }) passes!: number;
  @Column('timestamptz', { nullable: true }) pass_began_at!: Date | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) next_pass_at!: Date;
  /** Services that the last pass could not ask. */
  @Column('varchar', { length: 32, array: true, default: '{}' }) waits_for!: string[];
  /** By `<service> <place>`: how much was erased, and how much was left when it was counted last. */
  @Column('jsonb', { default: {} }) report!: Record<string, { erased: number; left: number }>;
  @Column('timestamptz', { nullable: true }) finished_at!: Date | null;
}
