import { type MigrateCommand, runMigrations } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { CompanyEntity } from '../src/accounts/company.entity.js';
import { UserEntity } from '../src/accounts/user.entity.js';
import { ClientEntity } from '../src/api-keys/client.entity.js';
import { ClientKeyEntity } from '../src/api-keys/client-key.entity.js';
import { EmailChangeEntity } from '../src/email-changes/email-change.entity.js';
import { EmailVerificationEntity } from '../src/email-verifications/email-verification.entity.js';
import { ErasureEntity } from '../src/erasure/erasure.entity.js';
import { InvitationEntity } from '../src/invitations/invitation.entity.js';
import { MailEntity } from '../src/mail/mail.entity.js';
import { migrations } from '../src/migrations/index.js';
import { PasswordResetEntity } from '../src/password-resets/password-reset.entity.js';
import { ResetRequestEntity } from '../src/password-resets/reset-request.entity.js';
import { UserProfileEntity } from '../src/profiles/user-profile.entity.js';
import { UserSettingsEntity } from '../src/profiles/user-settings.entity.js';
import { ProviderKeyEntity } from '../src/provider-keys/provider-key.entity.js';
import { RefreshTokenEntity } from '../src/sessions/refresh-token.entity.js';
import { SessionEntity } from '../src/sessions/session.entity.js';
import { RecoveryCodeEntity } from '../src/totp/recovery-code.entity.js';
import { UserTotpEntity } from '../src/totp/user-totp.entity.js';
import { BrandTermEntity } from '../src/vocabulary/brand-term.entity.js';

const stack = useStack({ services: ['identity'] });

/** What TypeORM would do to the migrated schema to make it that of the entities. It knows no policies and grants. */
async function difference(): Promise<string[]> {
  const sessions = [SessionEntity, RefreshTokenEntity, UserTotpEntity, RecoveryCodeEntity];
  const mails = [MailEntity, EmailChangeEntity, EmailVerificationEntity, PasswordResetEntity, ResetRequestEntity, InvitationEntity];
  const people = [UserProfileEntity, UserSettingsEntity, BrandTermEntity, ErasureEntity];
  const entities = [...sessions, ...mails, ...people, CompanyEntity, UserEntity, ClientEntity, ClientKeyEntity, ProviderKeyEntity];
  const dataSource = await new DataSource({ type: 'postgres', url: stack.postgresUrl, schema: 'identity', entities }).initialize();
  try {
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

test('entities and migrations agree, down to keys and indexes', async () => {
  expect(await difference()).toEqual([]);
});

test('every migration can be undone and done again', async () => {
  const services = [{ name: 'identity', migrations }];
  const run = (command: MigrateCommand) =>
    runMigrations({ adminUrl: stack.postgresUrl, services, passwords: stack.addresses.passwords, command });
  for (const _ of migrations) await run('down');
  const left = await stack.query(`SELECT relname FROM pg_class WHERE relnamespace = 'identity'::regnamespace AND relkind = 'r'
    AND relname NOT IN ('migrations', 'ddl_log')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'identity'::regnamespace AND proname <> 'log_ddl'`);
  expect(left).toEqual([]);
  const [result] = await run('up');
  expect(result?.pending).toEqual([]);
  expect(await difference()).toEqual([]);
});

test('every table of a tenant forces row-level security', async () => {
  const open = await stack.query<{ relname: string }>(
    `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id'
      WHERE c.relnamespace = 'identity'::regnamespace AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        AND c.relname !~ '^(outbox|inbox)'`,
  );
  expect(open).toEqual([]);
});
