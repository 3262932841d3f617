import { useStack } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { ContentEntity } from '../src/content/content.entity.js';
import { ContentPostEntity } from '../src/publication/content-post.entity.js';
import { ContentVersionEntity } from '../src/versions/version.entity.js';

const stack = useStack({ services: ['content'] });

/** What TypeORM would do to the migrated schema to make it that of the entities. It knows no policies, grants, functions and operator classes. */
async function difference(): Promise<string[]> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: stack.postgresUrl,
    schema: 'content',
    entities: [ContentEntity, ContentVersionEntity, ContentPostEntity],
  }).initialize();
  try {
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

test('entities and migrations agree, down to keys, indexes and checks', async () => {
  expect(await difference()).toEqual([]);
  await stack.query('ALTER TABLE content.content ALTER COLUMN platform TYPE varchar(60)');
  await stack.query('DROP INDEX content.idx_content_status');
  await stack.query('ALTER TABLE content.content_posts DROP CONSTRAINT content_posts_content_fk');
  const queries = (await difference()).join('\n');
  for (const part of ['"platform"', 'idx_content_status', 'content_posts_content_fk']) expect(queries).toContain(part);
});
