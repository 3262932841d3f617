import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** What is deleted is nobody's favourite any more: whoever takes it out of the index takes its engagement too. */
export class ForgetEngagement1769500001100 implements MigrationInterface {
  name = 'ForgetEngagement1769500001100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('GRANT DELETE ON embeddings.content_engagement TO embeddings');
    await queryRunner.query(`
      DELETE FROM embeddings.content_engagement engagement USING embeddings.documents document
       WHERE document.company_id = engagement.company_id AND document.content_id = engagement.content_id AND document.state = 'deleted'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('REVOKE DELETE ON embeddings.content_engagement FROM embeddings');
  }
}
