import {
  createPlatformTables,
  dropPlatformTables,
  type MigrationInterface,
  protectTenantTable,
  type QueryRunner,
} from '@smartcontent/database';

const TYPES = `
  CREATE TYPE content.content_type AS ENUM ('blog_post', 'social_post', 'email', 'ad_copy', 'image', 'video');
  CREATE TYPE content.content_status AS ENUM
    ('draft', 'review', 'changes_requested', 'approved', 'rejected', 'published', 'archived');
`;

/** The title weighs more. A text with more different words than a tsvector holds (1 MB) is indexed by its beginning. */
const SEARCH_VECTOR = `
  CREATE FUNCTION content.search_vector(title text, body text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
  BEGIN
    RETURN setweight(to_tsvector('pg_catalog.english', coalesce(title, '')), 'A') || to_tsvector('pg_catalog.english', coalesce(body, ''));
  EXCEPTION WHEN program_limit_exceeded THEN
    RETURN setweight(to_tsvector('pg_catalog.english', coalesce(title, '')), 'A') || to_tsvector('pg_catalog.english', left(body, 100000));
  END $$;
`;

const CONTENT = `
  CREATE TABLE content.content (
    company_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    campaign_id uuid,
    title varchar(500),
    content_text text,
    content_type content.content_type NOT NULL,
    platform varchar(50),
    status content.content_status NOT NULL DEFAULT 'draft',
    metadata jsonb NOT NULL DEFAULT '{}',
    brand_guidelines_applied jsonb NOT NULL DEFAULT '{}',
    ai_model_used varchar(100),
    generation_prompt text,
    quality_score numeric(3,2),
    revision integer NOT NULL DEFAULT 1,
    version_id uuid NOT NULL,
    version_number integer NOT NULL,
    version_hash text NOT NULL,
    approved_version_id uuid,
    search tsvector NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    scheduled_for timestamptz,
    CONSTRAINT content_pk PRIMARY KEY (company_id, id),
    CONSTRAINT content_revision_positive CHECK (revision > 0)
  );
`;

const VERSIONS = `
  CREATE TABLE content.content_versions (
    company_id uuid NOT NULL,
    content_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL,
    hash text NOT NULL,
    content_type content.content_type NOT NULL,
    title varchar(500),
    content_text text,
    platform varchar(50),
    metadata jsonb NOT NULL DEFAULT '{}',
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    approved_by uuid,
    approved_at timestamptz,
    CONSTRAINT content_versions_pk PRIMARY KEY (company_id, content_id, id),
    CONSTRAINT content_versions_number UNIQUE (company_id, content_id, number),
    CONSTRAINT content_versions_hash CHECK (length(hash) = 64),
    CONSTRAINT content_versions_approval CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CONSTRAINT content_versions_content_fk FOREIGN KEY (company_id, content_id) REFERENCES content.content (company_id, id) ON DELETE CASCADE
  );
  -- A content and its first version refer to each other; both are written by one statement, which checks at its end.
  ALTER TABLE content.content
    ADD CONSTRAINT content_version_fk FOREIGN KEY (company_id, id, version_id)
      REFERENCES content.content_versions (company_id, content_id, id),
    ADD CONSTRAINT content_approved_version_fk FOREIGN KEY (company_id, id, approved_version_id)
      REFERENCES content.content_versions (company_id, content_id, id);
`;

const POSTS = `
  CREATE TABLE content.content_posts (
    company_id uuid NOT NULL,
    content_id uuid NOT NULL,
    post_id uuid NOT NULL,
    post_revision integer NOT NULL,
    version_id uuid NOT NULL,
    platform varchar(50) NOT NULL,
    status varchar(20) NOT NULL,
    scheduled_time timestamptz NOT NULL,
    published_at timestamptz,
    CONSTRAINT content_posts_pk PRIMARY KEY (company_id, content_id, post_id),
    CONSTRAINT content_posts_status CHECK (status IN ('pending', 'published', 'stopped')),
    CONSTRAINT content_posts_content_fk FOREIGN KEY (company_id, content_id) REFERENCES content.content (company_id, id) ON DELETE CASCADE
  );
`;

/** The seed's indexes, each led by the company and ended by the order of the list; the primary key is its idx_content_company. */
const INDEXES = `
  CREATE INDEX idx_content_created ON content.content (company_id, created_at, id);
  CREATE INDEX idx_content_user ON content.content (company_id, user_id, created_at, id);
  CREATE INDEX idx_content_type ON content.content (company_id, content_type, created_at, id);
  CREATE INDEX idx_content_status ON content.content (company_id, status, created_at, id);
  CREATE INDEX idx_content_user_type_created ON content.content (company_id, user_id, content_type, created_at, id);
  CREATE INDEX idx_published_content ON content.content (company_id, published_at, id) WHERE status = 'published';
  -- One GIN index for words and for similar titles: two cost a tenth of every write more.
  -- New entries gather in a list that some write has to sort in: a short one (KiB), since the usual 4 MB hold up all writes for 150 ms.
  CREATE INDEX idx_content_search ON content.content USING gin (company_id, search, title public.gin_trgm_ops)
    WITH (gin_pending_list_limit = 256);
`;

/** Nobody who serves requests may change what a version says; versions and posts go with their content. */
const NARROWER_RIGHTS = `
  GRANT UPDATE (approved_by, approved_at) ON content.content_versions TO content, content_system;
`;

export class CreateContent1767600000000 implements MigrationInterface {
  name = 'CreateContent1767600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'content');
    for (const statements of [TYPES, SEARCH_VECTOR, CONTENT, VERSIONS, POSTS, INDEXES]) await queryRunner.query(statements);
    await protectTenantTable(queryRunner, 'content.content');
    await protectTenantTable(queryRunner, 'content.content_versions', { tenant: ['SELECT', 'INSERT'], system: ['SELECT', 'INSERT'] });
    await protectTenantTable(queryRunner, 'content.content_posts', {
      tenant: ['SELECT', 'INSERT', 'UPDATE'],
      system: ['SELECT', 'INSERT', 'UPDATE'],
    });
    await queryRunner.query(NARROWER_RIGHTS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE content.content_posts, content.content_versions, content.content CASCADE;
      DROP FUNCTION content.search_vector;
      DROP TYPE content.content_status, content.content_type;
    `);
    await dropPlatformTables(queryRunner, 'content');
  }
}
