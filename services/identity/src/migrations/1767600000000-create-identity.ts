import {
  createPlatformTables,
  dropPlatformTables,
  type MigrationInterface,
  protectTenantTable,
  type QueryRunner,
} from '@smartcontent/database';

/** Companies, their users, and API consumers with their keys, with the columns that the seeds name. */
export class CreateIdentity1767600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'identity');
    await this.createCompanies(queryRunner);
    await this.createUsers(queryRunner);
    await this.createClients(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE identity.client_keys, identity.clients, identity.users, identity.companies');
    await queryRunner.query('DROP TYPE identity.user_role, identity.subscription_tier, identity.company_size');
    await dropPlatformTables(queryRunner, 'identity');
  }

  /** company_id repeats the id, so that a company's own row stands under the same policy as everything that belongs to it. */
  private async createCompanies(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TYPE identity.company_size AS ENUM ('startup', 'small', 'medium', 'large', 'enterprise')`);
    await queryRunner.query(`CREATE TYPE identity.subscription_tier AS ENUM ('free', 'pro', 'enterprise')`);
    await queryRunner.query(`
      CREATE TABLE identity.companies (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL CONSTRAINT companies_own CHECK (company_id = id),
        name varchar(255) NOT NULL,
        domain varchar(255),
        industry varchar(100),
        size identity.company_size,
        tier identity.subscription_tier NOT NULL DEFAULT 'free',
        brand_guidelines jsonb NOT NULL DEFAULT '{}',
        api_limits jsonb NOT NULL DEFAULT '{}',
        revision integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        is_active boolean NOT NULL DEFAULT true
      )`);
    await protectTenantTable(queryRunner, 'identity.companies', { tenant: ['SELECT', 'INSERT', 'UPDATE'], system: ['SELECT'] });
  }

  /** An e-mail address is one person everywhere, since it logs in; a username is unique in its company only. */
  private async createUsers(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TYPE identity.user_role AS ENUM ('admin', 'manager', 'user', 'viewer')`);
    await queryRunner.query(`
      CREATE TABLE identity.users (
        id uuid PRIMARY KEY,
        email varchar(255) NOT NULL CONSTRAINT users_email_once UNIQUE,
        username varchar(100) NOT NULL,
        password_hash varchar(255) NOT NULL,
        first_name varchar(100),
        last_name varchar(100),
        company_id uuid NOT NULL CONSTRAINT users_company_fk REFERENCES identity.companies (id),
        role identity.user_role NOT NULL DEFAULT 'user',
        preferences jsonb NOT NULL DEFAULT '{}',
        encrypted_data bytea,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        last_login_at timestamptz,
        is_active boolean NOT NULL DEFAULT true,
        email_verified boolean NOT NULL DEFAULT false,
        CONSTRAINT users_in_company UNIQUE (company_id, id),
        CONSTRAINT users_username_once UNIQUE (company_id, username)
      )`);
    await queryRunner.query('CREATE INDEX idx_active_users ON identity.users (id) WHERE is_active');
    await protectTenantTable(queryRunner, 'identity.users', { tenant: ['SELECT', 'INSERT', 'UPDATE'], system: ['SELECT'] });
  }

  /** The seed's clients.api_key in clear becomes a table of hashes, so that a client can hold two keys while it rotates them. */
  private async createClients(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.clients (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL CONSTRAINT clients_company_fk REFERENCES identity.companies (id),
        name varchar(255) NOT NULL,
        contact_email varchar(255),
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT clients_in_company UNIQUE (company_id, id),
        CONSTRAINT clients_maker_fk FOREIGN KEY (company_id, created_by) REFERENCES identity.users (company_id, id)
      )`);
    await protectTenantTable(queryRunner, 'identity.clients', { tenant: ['SELECT', 'INSERT', 'UPDATE'], system: ['SELECT'] });
    await queryRunner.query(`
      CREATE TABLE identity.client_keys (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        client_id uuid NOT NULL,
        prefix varchar(20) NOT NULL,
        key_hash char(64) NOT NULL CONSTRAINT client_keys_hash_once UNIQUE,
        scopes text[] NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        revision integer NOT NULL DEFAULT 1,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT client_keys_client_fk FOREIGN KEY (company_id, client_id) REFERENCES identity.clients (company_id, id),
        CONSTRAINT client_keys_maker_fk FOREIGN KEY (company_id, created_by) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query('CREATE INDEX client_keys_listed ON identity.client_keys (company_id, id)');
    await protectTenantTable(queryRunner, 'identity.client_keys', { tenant: ['SELECT', 'INSERT', 'UPDATE'], system: ['SELECT', 'UPDATE'] });
  }
}
