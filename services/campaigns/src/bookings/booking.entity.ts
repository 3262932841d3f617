import { Check, Column, Entity, ForeignKey, Generated, Index, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'bookings_pk';

/** Something that was spent on a campaign, or that came back. */
@Entity({ schema: 'campaigns', name: 'bookings' })
@ForeignKey('CampaignEntity', ['company_id', 'campaign_id'], ['company_id', 'id'], { name: 'bookings_campaign', onDelete: 'CASCADE' })
@Check('bookings_kind_known', `kind IN ('booking', 'refund')`)
@Check('bookings_source_known', `source IN ('person', 'drafts')`)
@Check('bookings_amount_unsigned', 'amount_usd >= 0')
@Check('bookings_refund_names_booking', `(kind = 'refund') = (booking_id IS NOT NULL)`)
@Index('bookings_newest', ['company_id', 'campaign_id', 'place'])
@Index('bookings_refunds', ['company_id', 'campaign_id', 'booking_id'], { where: `kind = 'refund'` })
export class BookingEntity {
  /** People choose ids of their own; what a run cost has its id. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName }) id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName }) company_id!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName }) campaign_id!: string;
  /** In the order in which they were written. */
  @Generated('identity' as 'increment')
  @Column({ type: 'bigint', generatedIdentity: 'ALWAYS' })
  place!: string;
  @Column('varchar', { length: 10 }) kind!: string;
  @PrimaryColumn('varchar', { length: 10, primaryKeyConstraintName }) source!: string;
  @Column('numeric', { precision: 24, scale: 12 }) amount_usd!: string;
  /** The sum of the refunds of a booking. */
  @Column('numeric', { precision: 24, scale: 12, default: 0 }) refunded_usd!: string;
  /** What a refund gives back of. */
  @Column('uuid', { nullable: true }) booking_id!: string | null;
  @Column('integer', { default: 0 }) unpriced_calls!: number;
  /** Of what it was told by: a later total of the same takes its place. */
  @Column('integer', { default: 0 }) source_version!: number;
  @Column('varchar', { length: 500, nullable: true }) note!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
}
