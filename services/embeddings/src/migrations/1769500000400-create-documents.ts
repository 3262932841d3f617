import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** `next_attempt_at` says what is to be done, and, while somebody does it, when his lease ends. */
const DOCUMENTS = `
  CREATE TABLE embeddings.documents (
    company_id uuid NOT NULL,
    content_id uuid NOT NULL,
    source varchar(10) NOT NULL,
    state varchar(10) NOT NULL DEFAULT 'pending',
    revision bigint NOT NULL,
    base_revision bigint NOT NULL DEFAULT 0,
    indexed_revision bigint,
    model varchar(200),
    text_hash varchar(64),
    chunks integer,
    attempts integer NOT NULL DEFAULT 0,
    error_code varchar(60),
    error_message text,
    next_attempt_at timestamptz,
    lease_token uuid,
    title varchar(500),
    content_text text,
    metadata jsonb,
    indexed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT documents_pk PRIMARY KEY (company_id, content_id),
    CONSTRAINT documents_source_check CHECK (source IN ('content', 'api')),
    CONSTRAINT documents_state_check CHECK (state IN ('pending', 'indexing', 'indexed', 'failed', 'deleted'))
  );
  CREATE INDEX documents_due ON embeddings.documents (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
  CREATE INDEX documents_due_of_company ON embeddings.documents (company_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
  CREATE INDEX documents_state ON embeddings.documents (company_id, state, content_id);
`;

/** Nothing of a tenant: where the walk over all contents stands. The first row makes the index of what was written before there was one. */
const SNAPSHOTS = `
  CREATE TABLE embeddings.snapshots (
    id uuid NOT NULL DEFAULT uuidv7(),
    requested_at timestamptz NOT NULL DEFAULT now(),
    after_company_id uuid,
    after_content_id uuid,
    finished_at timestamptz,
    CONSTRAINT snapshots_pk PRIMARY KEY (id)
  );
  GRANT SELECT, INSERT, UPDATE, DELETE ON embeddings.snapshots TO embeddings_system;
  INSERT INTO embeddings.snapshots DEFAULT VALUES;
`;

export class CreateDocuments1769500000400 implements MigrationInterface {
  name = 'CreateDocuments1769500000400';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOCUMENTS);
    await queryRunner.query(SNAPSHOTS);
    await protectTenantTable(queryRunner, 'embeddings.documents', { tenant: ['SELECT', 'INSERT', 'UPDATE'] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE embeddings.snapshots, embeddings.documents');
  }
}
