import type { Sealed } from '@smartcontent/secrets';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'identity', name: 'mails' })
@ForeignKey('CompanyEntity', ['company_id'], ['id'], { name: 'mails_company_fk' })
@ForeignKey('UserEntity', ['company_id', 'user_id'], ['company_id', 'id'], { name: 'mails_user_fk' })
@Index('mails_waiting', ['next_attempt_at'], { where: 'next_attempt_at IS NOT NULL' })
@Index('mails_given_up', ['created_at'], { where: 'next_attempt_at IS NULL' })
export class MailEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  /** Whom it is about, whatever address it goes to; null while that is nobody's account. */
  @Column('uuid', { nullable: true }) user_id!: string | null;
  @Column('varchar', { length: 32 }) kind!: string;
  @Column('varchar', { length: 255 }) address!: string;
  /** The values of its text, a token among them; null once it was given up. */
  @Column('jsonb', { nullable: true }) sealed_content!: Sealed | null;
  @Column('integer', { default: 0 }) attempts!: number;
  /** null: it was given up. While somebody sends it, when the next one may. */
  @Column('timestamptz', { nullable: true, default: () => 'now()' }) next_attempt_at!: Date | null;
  /** When its token ends, and with it the point of sending it; of a notice a week later. */
  @Column('timestamptz') expires_at!: Date;
  @Column('varchar', { length: 500, nullable: true }) last_error!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
