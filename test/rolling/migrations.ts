import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

class CreateNotes1800000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE content.notes (id uuid PRIMARY KEY, version bigint NOT NULL);
      GRANT SELECT, INSERT, UPDATE ON content.notes TO content`);
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE content.notes');
  }
}

/** No unique key: a double shall show. */
class CreateSeen1800000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE scheduling.seen (
        place bigint GENERATED ALWAYS AS IDENTITY, note_id uuid NOT NULL, version bigint NOT NULL, release text NOT NULL, what text NOT NULL);
      GRANT SELECT, INSERT ON scheduling.seen TO scheduling`);
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE scheduling.seen');
  }
}

/** Expands: the old release's statements mean the same as before. */
class AddLanguage1800000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE scheduling.seen ADD COLUMN language text');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE scheduling.seen DROP COLUMN language');
  }
}

/** What each release needs to have run on the schema of the writer and of the reader. */
export const MIGRATIONS = {
  writer: { old: [CreateNotes1800000000001], new: [CreateNotes1800000000001] },
  reader: { old: [CreateSeen1800000000001], new: [CreateSeen1800000000001, AddLanguage1800000000002] },
} as const;
