import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** What a user is interested in and how he likes it, with the columns that the seeds name; the brand vocabulary of a company. */
export class CreateProfiles1769200000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.createProfiles(queryRunner);
    await this.createSettings(queryRunner);
    await this.createVocabulary(queryRunner);
    await queryRunner.query('GRANT UPDATE (tier, api_limits, revision, updated_at) ON identity.companies TO identity_system');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('REVOKE UPDATE (tier, api_limits, revision, updated_at) ON identity.companies FROM identity_system');
    await queryRunner.query('DROP TABLE identity.brand_vocabulary, identity.user_settings, identity.user_profiles');
    await queryRunner.query('DROP TYPE identity.term_kind');
  }

  private async createProfiles(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.user_profiles (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        user_id uuid NOT NULL,
        interests text[] NOT NULL DEFAULT '{}',
        preferred_topics text[] NOT NULL DEFAULT '{}',
        content_preferences jsonb NOT NULL DEFAULT '{}',
        engagement_patterns jsonb NOT NULL DEFAULT '{}',
        behavioral_data jsonb NOT NULL DEFAULT '{}',
        last_activity_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT user_profiles_once UNIQUE (company_id, user_id),
        CONSTRAINT user_profiles_user_fk FOREIGN KEY (company_id, user_id) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query('CREATE INDEX idx_user_profiles_activity ON identity.user_profiles (last_activity_at)');
    await protectTenantTable(queryRunner, 'identity.user_profiles', { tenant: ['SELECT', 'INSERT', 'UPDATE'], system: ['SELECT'] });
  }

  private async createSettings(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.user_settings (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        user_id uuid NOT NULL,
        preferred_ai_provider varchar(100),
        default_content_type varchar(50),
        ui_theme varchar(50) NOT NULL DEFAULT 'light',
        language varchar(35) NOT NULL DEFAULT 'en',
        settings_json jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT user_settings_once UNIQUE (company_id, user_id),
        CONSTRAINT user_settings_user_fk FOREIGN KEY (company_id, user_id) REFERENCES identity.users (company_id, id)
      )`);
    await protectTenantTable(queryRunner, 'identity.user_settings', { tenant: ['SELECT', 'INSERT', 'UPDATE'], system: ['SELECT'] });
  }

  private async createVocabulary(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TYPE identity.term_kind AS ENUM ('preferred', 'forbidden', 'neutral')`);
    await queryRunner.query(`
      CREATE TABLE identity.brand_vocabulary (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL CONSTRAINT brand_vocabulary_company_fk REFERENCES identity.companies (id),
        term varchar(255) NOT NULL,
        kind identity.term_kind NOT NULL,
        replacement varchar(255),
        note text,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT brand_vocabulary_maker_fk FOREIGN KEY (company_id, created_by) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query(
      'CREATE UNIQUE INDEX brand_vocabulary_term_once ON identity.brand_vocabulary (company_id, lower(normalize(term, NFKC)))',
    );
    await protectTenantTable(queryRunner, 'identity.brand_vocabulary', { system: ['SELECT'] });
  }
}
