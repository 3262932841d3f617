import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** A post that is held between two tries waits for the second one also after its campaign goes on. */
export class KeepBackOff1770700000100 implements MigrationInterface {
  name = 'KeepBackOff1770700000100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE scheduling.scheduled_posts ADD COLUMN resume_at timestamptz,
        ADD CONSTRAINT scheduled_posts_resume_check CHECK (resume_at IS NULL OR status = 'paused');
      COMMENT ON COLUMN scheduling.scheduled_posts.resume_at IS 'Of a held post: when it may be tried again, where it had been tried before'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE scheduling.scheduled_posts DROP COLUMN resume_at');
  }
}
