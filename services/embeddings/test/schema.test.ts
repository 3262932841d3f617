import { type MigrateCommand, runMigrations } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { DocumentEntity } from '../src/documents/document.entity.js';
import { FingerprintBandEntity, FingerprintEntity } from '../src/duplicates/fingerprint.entity.js';
import { EmbedderSettingsEntity } from '../src/embedders/embedder-settings.entity.js';
import { SnapshotEntity } from '../src/indexing/snapshot.entity.js';
import { migrations } from '../src/migrations/index.js';
import {
  ContentEngagementEntity,
  EngagementPlaceEntity,
  ReaderEngagementEntity,
  ReaderEntity,
} from '../src/preferences/engagement.entity.js';
import { LiveContentEntity } from '../src/search/live-content.entity.js';

const stack = useStack({ services: ['embeddings'] });

const run = (command: MigrateCommand) =>
  runMigrations({
    adminUrl: stack.postgresUrl,
    services: [{ name: 'embeddings', migrations }],
    passwords: stack.addresses.passwords,
    command,
  });

/** What TypeORM would do to the migrated schema to make it that of the entities. It knows no policies and grants. */
async function difference(): Promise<string[]> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: stack.postgresUrl,
    schema: 'embeddings',
    entities: [
      FingerprintEntity,
      FingerprintBandEntity,
      DocumentEntity,
      LiveContentEntity,
      SnapshotEntity,
      EmbedderSettingsEntity,
      EngagementPlaceEntity,
      ContentEngagementEntity,
      ReaderEntity,
      ReaderEngagementEntity,
    ],
  }).initialize();
  try {
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

test('entities and migrations agree, down to keys, indexes and checks', async () => {
  expect(await difference()).toEqual([]);
  await stack.query('ALTER TABLE embeddings.fingerprints ALTER COLUMN title TYPE varchar(60)');
  await stack.query('ALTER TABLE embeddings.fingerprints DROP CONSTRAINT fingerprints_whole');
  await stack.query('ALTER TABLE embeddings.documents ALTER COLUMN model TYPE varchar(60)');
  await stack.query('DROP INDEX embeddings.documents_state');
  await stack.query('ALTER TABLE embeddings.documents DROP CONSTRAINT documents_source_check');
  const queries = (await difference()).join('\n');
  for (const part of ['"title"', 'fingerprints_whole', '"model"', 'documents_state', 'documents_source_check'])
    expect(queries).toContain(part);
});

test('every migration can be undone and done again', async () => {
  for (const _ of migrations) await run('down');
  const left = await stack.query(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'embeddings'::regnamespace AND relkind IN ('r', 'p')
      AND relname NOT IN ('migrations', 'ddl_log')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'embeddings'::regnamespace AND proname <> 'log_ddl'`);
  expect(left).toEqual([]);
  const [result] = await run('up');
  expect(result?.pending).toEqual([]);
  expect(await difference()).toEqual([]);
});
