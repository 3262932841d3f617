import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** What people book has ids of their own choice: none of them may stand for what a run cost. */
export class PartBookingsBySource1770620000300 implements MigrationInterface {
  name = 'PartBookingsBySource1770620000300';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE campaigns.bookings DROP CONSTRAINT bookings_pk;
      ALTER TABLE campaigns.bookings ADD CONSTRAINT bookings_pk PRIMARY KEY (company_id, campaign_id, source, id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE campaigns.bookings DROP CONSTRAINT bookings_pk;
      ALTER TABLE campaigns.bookings ADD CONSTRAINT bookings_pk PRIMARY KEY (company_id, campaign_id, id)`);
  }
}
