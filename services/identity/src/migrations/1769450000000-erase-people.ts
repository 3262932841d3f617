import { createErasure, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

/** What takes one person out of identity's tables, and empties audit rows, for a schema that could only erase companies. */
export class ErasePeople1769450000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createErasure(queryRunner, 'identity');
    await this.emptyRows(queryRunner);
    await this.erasePerson(queryRunner);
    await queryRunner.query(`
      REVOKE EXECUTE ON FUNCTION identity.empty_audit_rows, identity.erase_person FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION identity.empty_audit_rows, identity.erase_person TO identity_system`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // Rows that were emptied are verified by the digest that they left: it stays.
    await queryRunner.query('DROP FUNCTION identity.empty_audit_rows, identity.erase_person');
  }

  private async emptyRows(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION identity.empty_audit_rows(company uuid, row_ids uuid[]) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $body$
        UPDATE audit_log SET digest = sha256(sealed), sealed = NULL WHERE company_id = company AND id = ANY (row_ids) AND sealed IS NOT NULL
      $body$`);
  }

  /**
   * Whatever table has a user_id holds what is that person's; the catalogue knows them all. The user's own row stays, as one that says nobody:
   * his work refers to it. Its address is none, so nobody can log in or sign up with it.
   */
  private async erasePerson(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION identity.erase_person(company uuid, person uuid) RETURNS TABLE (place text, rows bigint)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $body$
      DECLARE
        known text := (SELECT email FROM users WHERE company_id = company AND id = person);
        nobody text := 'erased ' || person;
      BEGIN
        FOR place IN SELECT table_name FROM information_schema.columns
          WHERE table_schema = 'identity' AND column_name = 'user_id' AND table_name NOT IN ('audit_log', 'erasures', 'mails') ORDER BY 1
        LOOP
          EXECUTE format('DELETE FROM %I WHERE company_id = $1 AND user_id = $2', place) USING company, person;
          GET DIAGNOSTICS rows = ROW_COUNT;
          RETURN NEXT;
        END LOOP;
        DELETE FROM invitations WHERE company_id = company AND (accepted_by = person OR email = known);
        GET DIAGNOSTICS rows = ROW_COUNT;
        place := 'invitations';
        RETURN NEXT;
        DELETE FROM mails WHERE company_id = company AND (user_id = person OR mails.address = known);
        GET DIAGNOSTICS rows = ROW_COUNT;
        place := 'mails';
        RETURN NEXT;
        DELETE FROM reset_requests WHERE email = known;
        GET DIAGNOSTICS rows = ROW_COUNT;
        place := 'reset_requests';
        RETURN NEXT;
        UPDATE clients SET contact_email = NULL WHERE company_id = company AND contact_email = known;
        GET DIAGNOSTICS rows = ROW_COUNT;
        place := 'clients';
        RETURN NEXT;
        UPDATE users SET email = nobody, username = nobody, password_hash = '', first_name = NULL, last_name = NULL, preferences = '{}',
            encrypted_data = NULL, last_login_at = NULL, email_verified = false, is_active = false, updated_at = now()
          WHERE company_id = company AND id = person AND email <> nobody;
        GET DIAGNOSTICS rows = ROW_COUNT;
        place := 'users';
        RETURN NEXT;
      END $body$`);
  }
}
