import { SearchContent } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { type Caller, eventually } from '@smartcontent/testing';
import { describe, expect, test } from 'vitest';
import { useContent, write } from './use-content.js';

const content = useContent();
const { stack } = content;

async function titles(caller: Caller, q: string): Promise<(string | null)[]> {
  return (await caller.call(SearchContent, { q })).items.map(({ title }) => title);
}

describe('search', () => {
  test('ranks a word in the title before one in the text, and a similar title last', async () => {
    const author = stack.caller();
    await write(author, { title: 'Borrowing explained', content_text: 'What owns what.' });
    await write(author, { title: 'Ownership', content_text: 'Borrowing, borrowing, borrowing.' });
    await write(author, { title: 'Borowing for all', content_text: 'A typo in the title.' });
    await write(author, { title: 'Traits', content_text: 'Shared behaviour.' });
    expect(await titles(author, 'borrowing')).toEqual(['Borrowing explained', 'Ownership', 'Borowing for all']);
  });

  test('finds other forms of a word, whole phrases and, with a minus, what lacks a word', async () => {
    const author = stack.caller();
    await write(author, { title: 'One', content_text: 'The compiler compiles crates.' });
    await write(author, { title: 'Two', content_text: 'Crates of compiled fruit.' });
    expect(await titles(author, 'crate')).toHaveLength(2);
    expect(await titles(author, '"compiles crates"')).toEqual(['One']);
    expect(await titles(author, 'crates -fruit')).toEqual(['One']);
    expect(await titles(author, 'banana')).toEqual([]);
  });

  test.each(['the', "'); DROP TABLE content.content; --", '& | ! ( <->', '%_\\', '"', ':*', '\t\tx'])('takes %j as words', async (q) => {
    expect(await titles(stack.caller(), q)).toEqual([]);
  });

  test('carries summaries with their score, at most as many as asked for', async () => {
    const author = stack.caller();
    for (let i = 0; i < 3; i++) await write(author, { title: `Release ${i}` });
    const { items } = await author.call(SearchContent, { q: 'release', limit: 2 });
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({ status: 'draft', score: expect.any(Number) });
    expect(items[0]).not.toHaveProperty('content_text');
  });

  test('shows a company only its own, though the function itself may read everything', async () => {
    const [one, two] = [stack.caller(), stack.caller()];
    await write(one, { title: 'Secret plan of one' });
    await write(two, { title: 'Secret plan of two' });
    expect(await titles(one, 'secret plan')).toEqual(['Secret plan of one']);
    expect(await titles(two, 'secret plan')).toEqual(['Secret plan of two']);
    expect(await titles(stack.caller(), 'secret plan')).toEqual([]);
    // Nor does it help to call what is inside without having said for whom.
    const database = content.service.get(Database);
    const inside = `SELECT title FROM content.search_as_content_search('secret plan', 10)`;
    await expect(database.withSystem('test', (tx) => tx.query(inside))).rejects.toThrow('permission denied');
    const asOne = await database.withTenant(await one.context(), (tx) => tx.query(inside));
    expect(asOne).toEqual([{ title: 'Secret plan of one' }]);
  });

  test('runs as a role that cannot log in and may do nothing but read this table', async () => {
    const role = await stack.query(`SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'content_search'`);
    expect(role).toEqual([{ rolcanlogin: false, rolsuper: false, rolbypassrls: false }]);
    const rights = await stack.query(
      `SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'content_search'`,
    );
    expect(rights).toEqual([{ table_name: 'content', privilege_type: 'SELECT' }]);
    const [owner] = await stack.query(
      `SELECT pg_get_userbyid(proowner) AS owner, prosecdef, has_schema_privilege('content_search', 'content', 'CREATE') AS may_create
         FROM pg_proc WHERE proname = 'search_as_content_search'`,
    );
    expect(owner).toEqual({ owner: 'content_search', prosecdef: true, may_create: false });
  });

  test('uses its index', async () => {
    const author = stack.caller();
    await stack.query(
      `WITH made AS (SELECT uuidv7() AS id, uuidv7() AS version, 'Number ' || n AS title FROM generate_series(1, 5000) n),
         versions AS (
           INSERT INTO content.content_versions (company_id, content_id, id, number, hash, content_type, created_by)
           SELECT $1, id, version, 1, repeat('0', 64), 'blog_post', $2 FROM made)
       INSERT INTO content.content (company_id, id, user_id, content_type, title, version_id, version_number, version_hash, search)
       SELECT $1, id, $2, 'blog_post', title, version, 1, repeat('0', 64), content.search_vector(title, '') FROM made`,
      [author.companyId, author.userId],
    );
    // New rows wait in a list beside a GIN index until a vacuum sorts them in.
    await stack.query('VACUUM ANALYZE content.content');
    const before = await scans();
    // A backend tells its figures a second after it told the last ones.
    await eventually(async () => {
      expect((await titles(author, '"number 4711"'))[0]).toBe('Number 4711');
      const after = await scans();
      expect(after.idx_content_search).toBeGreaterThan(before.idx_content_search as number);
    });
  });
});

async function scans(): Promise<Record<string, number>> {
  const rows = await stack.query<{ index: string; scans: number }>(
    `SELECT indexrelname AS index, idx_scan::int AS scans FROM pg_stat_user_indexes WHERE schemaname = 'content'`,
  );
  return Object.fromEntries(rows.map(({ index, scans: count }) => [index, count]));
}
