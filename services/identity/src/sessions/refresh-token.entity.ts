import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The last hundred refresh tokens of a session. All but its newest are spent; who brings one back holds a stolen one, or was stolen from. */
@Entity({ schema: 'identity', name: 'refresh_tokens' })
@ForeignKey('SessionEntity', ['company_id', 'session_id'], ['company_id', 'id'], { name: 'refresh_tokens_session_fk', onDelete: 'CASCADE' })
@Index('refresh_tokens_of_session', ['company_id', 'session_id', 'generation'])
export class RefreshTokenEntity {
  /** SHA-256, hex. */
  @PrimaryColumn('char', { length: 64 }) hash!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') session_id!: string;
  @Column('integer') generation!: number;
}
