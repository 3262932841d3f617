import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** What was spent on a campaign and what came back. `refunded` is the sum of the refunds of a booking. */
export class CreateBookings1770620000000 implements MigrationInterface {
  name = 'CreateBookings1770620000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE campaigns.bookings (
        id uuid NOT NULL,
        company_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        place bigint GENERATED ALWAYS AS IDENTITY,
        kind varchar(10) NOT NULL CONSTRAINT bookings_kind_known CHECK (kind IN ('booking', 'refund')),
        source varchar(10) NOT NULL CONSTRAINT bookings_source_known CHECK (source IN ('person', 'drafts')),
        amount_usd numeric(24,12) NOT NULL CONSTRAINT bookings_amount_unsigned CHECK (amount_usd >= 0),
        refunded_usd numeric(24,12) NOT NULL DEFAULT 0,
        booking_id uuid,
        unpriced_calls integer NOT NULL DEFAULT 0,
        source_version integer NOT NULL DEFAULT 0,
        note varchar(500),
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT bookings_pk PRIMARY KEY (company_id, campaign_id, id),
        CONSTRAINT bookings_campaign FOREIGN KEY (company_id, campaign_id) REFERENCES campaigns.campaigns (company_id, id) ON DELETE CASCADE,
        CONSTRAINT bookings_refund_names_booking CHECK ((kind = 'refund') = (booking_id IS NOT NULL))
      );
      CREATE INDEX bookings_newest ON campaigns.bookings (company_id, campaign_id, place DESC);
      CREATE INDEX bookings_refunds ON campaigns.bookings (company_id, campaign_id, booking_id) WHERE kind = 'refund'`);
    await protectTenantTable(queryRunner, 'campaigns.bookings');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE campaigns.bookings');
  }
}
