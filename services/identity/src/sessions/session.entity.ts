import type { SessionEndReason } from '@smartcontent/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'sessions' })
@ForeignKey('UserEntity', ['company_id', 'user_id'], ['company_id', 'id'], { name: 'sessions_user_fk' })
@Unique('sessions_in_company', ['company_id', 'id'])
@Index('sessions_open', ['user_id', 'id'], { where: 'ended_at IS NULL' })
@Index('sessions_ended', ['ended_at'], { where: 'ended_at IS NOT NULL' })
@Index('sessions_expiring', ['expires_at'])
export class SessionEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') user_id!: string;
  /** Of the one refresh token that is good now: SHA-256, hex. */
  @Column('char', { length: 64 }) refresh_hash!: string;
  /** Number of that token; the log-in's is the first. */
  @Column('integer', { default: 1 }) generation!: number;
  /** That token, readable only for who sent the one before it together with its attempt id; see successor.ts. */
  @Column('bytea', { nullable: true }) successor!: Buffer | null;
  @Column('varchar', { length: 64, nullable: true }) address!: string | null;
  @Column('varchar', { length: 255, nullable: true }) user_agent!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  /** When it was opened or last refreshed. */
  @Column('timestamptz', { default: () => 'now()' }) last_seen_at!: Date;
  @Column('timestamptz') expires_at!: Date;
  @Column('timestamptz', { nullable: true }) ended_at!: Date | null;
  @Column('varchar', { length: 32, nullable: true }) end_reason!: SessionEndReason | null;
}
