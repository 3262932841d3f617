import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/**
 * Strategies and what stands in their calendars. The indexes of the calendar end in what lists are narrowed by: a page is found in the index
 * alone, however few of the events fit, and a strategy is summed up without a look at its rows.
 */
export class CreatePlans1770610000000 implements MigrationInterface {
  name = 'CreatePlans1770610000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE campaigns.strategies (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        user_id varchar(255) NOT NULL,
        is_user_id_number boolean NOT NULL,
        name varchar(255) NOT NULL,
        industry varchar(255),
        target_audience jsonb,
        content_pillars jsonb NOT NULL,
        ai_recommendations jsonb NOT NULL,
        size_bytes integer NOT NULL,
        revision integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (company_id, id)
      );
      CREATE INDEX strategies_of_label ON campaigns.strategies (company_id, user_id, id)`);
    await protectTenantTable(queryRunner, 'campaigns.strategies');
    await queryRunner.query(`
      CREATE TABLE campaigns.calendar_events (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        strategy_id uuid NOT NULL,
        title varchar(255) NOT NULL,
        description text NOT NULL,
        content_type varchar(50) NOT NULL,
        platform varchar(50) NOT NULL,
        scheduled_date timestamptz NOT NULL,
        status varchar(20) NOT NULL
          CONSTRAINT calendar_events_status_known CHECK (status IN ('draft', 'scheduled', 'published', 'cancelled')),
        ai_recommendations jsonb NOT NULL,
        content_id uuid,
        campaign_id uuid,
        size_bytes integer NOT NULL,
        revision integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (company_id, id),
        CONSTRAINT calendar_events_strategy FOREIGN KEY (company_id, strategy_id) REFERENCES campaigns.strategies (company_id, id),
        CONSTRAINT calendar_events_campaign FOREIGN KEY (company_id, campaign_id) REFERENCES campaigns.campaigns (company_id, id)
          ON DELETE SET NULL (campaign_id)
      );
      CREATE INDEX calendar_events_by_date ON campaigns.calendar_events
        (company_id, scheduled_date, id, status, platform, content_type);
      CREATE INDEX calendar_events_of_strategy ON campaigns.calendar_events
        (company_id, strategy_id, scheduled_date, id, status, platform, content_type, content_id);
      CREATE INDEX calendar_events_of_campaign ON campaigns.calendar_events
        (company_id, campaign_id, scheduled_date, id, status, platform, content_type) WHERE campaign_id IS NOT NULL`);
    await protectTenantTable(queryRunner, 'campaigns.calendar_events');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE campaigns.calendar_events, campaigns.strategies');
  }
}
