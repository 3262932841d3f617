import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from './database.js';
import { TestPostgres } from './test-service.fixture.js';

let postgres: TestPostgres;
let database: Database;
beforeAll(async () => {
  postgres = await TestPostgres.start();
  database = await postgres.openMigrated();
});
afterAll(async () => {
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});

it('who waits to come in is looked up beside jobs and walks that hold every other connection of the system’s', async () => {
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
  const begun: Promise<void>[] = [];
  const work = Array.from({ length: 2 }, (_, walk) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    begun.push(promise);
    return database.withSystem(`walk ${walk}`, async (tx) => {
      await tx.query('SELECT 1');
      resolve();
      await isOver;
    });
  });
  await Promise.all(begun);
  const waiting = database.withSystem('one walk more', async () => undefined);
  await expect(waiting).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
  const [row] = await database.front.withSystem('log-in', (tx) => tx.query<{ who: string }>('SELECT current_user AS who'));
  expect(row?.who).toBe('content_system');
  end();
  await Promise.all(work);
});
