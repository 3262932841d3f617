import { createErasure, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

/** What takes one person out of identity's tables, and empties audit rows, for a schema that could only erase companies. */
export class ErasePeople1769450000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createErasure(queryRunner, 'identity');
    await queryRunner.query(`ALTER TABLE identity.erasures ADD COLUMN known_emails text[] NOT NULL DEFAULT '{}'`);
    await this.emptyRows(queryRunner);
    await this.erasePerson(queryRunner);
    await queryRunner.query(`
      REVOKE EXECUTE ON FUNCTION identity.empty_audit_rows, identity.erase_person FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION identity.empty_audit_rows, identity.erase_person TO identity_system`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // Rows that were emptied are verified by the digest that they left: it stays.
    await queryRunner.query('DROP FUNCTION identity.empty_audit_rows, identity.erase_person');
    await queryRunner.query('ALTER TABLE identity.erasures DROP COLUMN known_emails');
  }

  private async emptyRows(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION identity.empty_audit_rows(company uuid, row_ids uuid[]) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $body$
        UPDATE audit_log SET digest = sha256(sealed), sealed = NULL WHERE company_id = company AND id = ANY (row_ids) AND sealed IS NOT NULL
      $body$`);
  }

  /**
   * Whatever table has a user_id holds what is that person's; the catalogue knows them all. Elsewhere the person is told by the addresses that
   * were his. What names him in the rows of others is taken out of them; an invitation that somebody else accepted is that one's. The user's own
   * row stays, as one that says nobody: his work refers to it. Its address is none, so nobody can log in or sign up with it. What is left is
   * counted after each change: somebody may have written meanwhile.
   */
  private async erasePerson(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION identity.erase_person(company uuid, person uuid, emails text[])
      RETURNS TABLE (place text, erased bigint, remaining bigint)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $body$
      DECLARE
        change text;
        condition text;
      BEGIN
        FOR place, change, condition IN
          SELECT table_name::text, format('DELETE FROM %I', table_name), 'company_id = $1 AND user_id = $2' FROM information_schema.columns
            WHERE table_schema = 'identity' AND column_name = 'user_id'
              AND table_name NOT IN ('audit_log', 'erasures', 'email_changes', 'mails')
          UNION ALL VALUES
          ('email_changes', 'DELETE FROM email_changes', 'company_id = $1 AND (user_id = $2 OR email = ANY ($3))'),
          ('invitations', 'DELETE FROM invitations',
            'company_id = $1 AND (accepted_by = $2 OR accepted_by IS NULL AND email = ANY ($3))'),
          ('mails', 'DELETE FROM mails', 'company_id = $1 AND (user_id = $2 OR address = ANY ($3))'),
          ('reset_requests', 'DELETE FROM reset_requests',
            'email = ANY ($3) AND NOT EXISTS (SELECT FROM users u WHERE u.email = reset_requests.email AND u.id <> $2)'),
          ('clients', 'UPDATE clients SET contact_email = NULL', 'company_id = $1 AND lower(contact_email) = ANY ($3)'),
          ('idempotency_keys', 'UPDATE idempotency_keys SET answer = NULL, is_answer_kept = false',
            $sql$company_id = $1 AND EXISTS (SELECT FROM unnest($2::text || $3) AS mark WHERE strpos(answer::text, '"' || mark || '"') > 0)$sql$),
          ('users', $sql$UPDATE users SET email = 'erased ' || id, username = 'erased ' || id, password_hash = '', first_name = NULL,
              last_name = NULL, preferences = '{}', encrypted_data = NULL, last_login_at = NULL, email_verified = false, is_active = false,
              updated_at = now()$sql$,
            $sql$company_id = $1 AND id = $2 AND ((email, username, password_hash, preferences) <> ('erased ' || id, 'erased ' || id, '', '{}')
              OR email_verified OR is_active OR num_nonnulls(first_name, last_name, encrypted_data, last_login_at) > 0)$sql$)
        LOOP
          EXECUTE change || ' WHERE ' || condition USING company, person, emails;
          GET DIAGNOSTICS erased = ROW_COUNT;
          EXECUTE format('SELECT count(*) FROM %I WHERE ', place) || condition INTO remaining USING company, person, emails;
          RETURN NEXT;
        END LOOP;
      END $body$`);
  }
}
