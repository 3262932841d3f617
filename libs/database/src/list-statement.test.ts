import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ListPage, listStatement } from './list-statement.js';
import { listOf, readPage } from './read-page.js';
import { TestPostgres } from './test-service.fixture.js';

interface Row {
  readonly id: number;
  readonly kind: string;
  readonly place: number;
  readonly is_open: boolean;
}

const KINDS = ['a', 'b', 'c', 'd'];
/** Few places for many rows, so that ids have to decide. */
const ROWS: readonly Row[] = Array.from({ length: 60 }, (_, id) => ({
  id,
  kind: KINDS[(id * 7) % 3] ?? '',
  place: (id * 11) % 13,
  is_open: id % 5 > 0,
}));

let postgres: TestPostgres;
let client: pg.Client;
beforeAll(async () => {
  postgres = await TestPostgres.start();
  client = new pg.Client(postgres.adminUrl);
  await client.connect();
  await client.query('CREATE TABLE listed (id integer PRIMARY KEY, kind text NOT NULL, place integer NOT NULL, is_open boolean NOT NULL)');
  await client.query(
    'INSERT INTO listed SELECT * FROM jsonb_to_recordset($1) AS r (id integer, kind text, place integer, is_open boolean)',
    [JSON.stringify(ROWS)],
  );
  await client.query(`CREATE TABLE many AS SELECT i AS id, chr(97 + i % 3) AS kind, i / 7 AS place FROM generate_series(1, 20000) AS i`);
  await client.query('CREATE INDEX many_kind ON many (kind, place, id)');
  await client.query('CREATE INDEX many_place ON many (place, id)');
  await client.query('VACUUM ANALYZE many');
});
afterAll(async () => {
  await client?.end();
  await postgres?.[Symbol.asyncDispose]();
});

type Wanted = Pick<ListPage, 'equal' | 'ranges' | 'order' | 'where'>;

const wish: fc.Arbitrary<Wanted> = fc.record({
  equal: fc.record({
    kind: fc.oneof(fc.constant(undefined), fc.constantFrom(...KINDS), fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1 })),
    place: fc.oneof(fc.constant(undefined), fc.uniqueArray(fc.nat(13), { minLength: 1, maxLength: 4 })),
  }),
  ranges: fc.record({
    place: fc.tuple(fc.option(fc.nat(13).map(String), { nil: undefined }), fc.option(fc.nat(13).map(String), { nil: undefined })),
  }),
  order: fc.record({ field: fc.constantFrom('id', 'place'), isDescending: fc.boolean() }),
  where: fc.constantFrom('is_open', 'true'),
});

function plainly({ equal = {}, ranges = {}, order, where }: Wanted): number[] {
  const isWanted = (value: unknown, wanted: unknown) =>
    wanted === undefined || (Array.isArray(wanted) ? wanted.includes(value) : wanted === value);
  const [from, to] = ranges.place ?? [];
  const rows = ROWS.filter((row) => isWanted(row.kind, equal.kind) && isWanted(row.place, equal.place) && (row.is_open || where === 'true'))
    .filter(({ place }) => (from === undefined || place >= Number(from)) && (to === undefined || place < Number(to)))
    .sort((one, other) => (order.field === 'id' ? 0 : one.place - other.place) || one.id - other.id);
  return (order.isDescending ? rows.reverse() : rows).map(({ id }) => id);
}

it('answers what a plain computation finds, page by page, for any filters, order and size of page', async () => {
  await fc.assert(
    fc.asyncProperty(wish, fc.integer({ min: 1, max: 25 }), async (wanted, limit) => {
      const found: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await readPage<Row, string | readonly [unknown, unknown]>(
          { cursorKey: '00', list: listOf('listed', { ...wanted }), limit, cursor },
          async (rows, after) => {
            const from = after === null || Array.isArray(after) ? (after as readonly unknown[] | null) : [after];
            const { text, values } = listStatement({ columns: '*', table: 'listed', ...wanted, after: from, limit: rows });
            return (await client.query<Row>(text, values)).rows;
          },
          (row) => (wanted.order.field === 'id' ? String(row.id) : [row.place, row.id]),
        );
        found.push(...page.items.map(({ id }) => id));
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(plainly(wanted));
    }),
    { numRuns: 150 },
  );
});

it.each([
  ['in order', {}, false],
  ['from the end', {}, true],
  ['of one kind', { kind: ['b'] }, true],
  ['of several kinds', { kind: ['a', 'c'] }, true],
])('reads no more rows than a page has where an index gives the order: %s', async (_name, equal, isDescending) => {
  const order = { field: 'place', isDescending };
  const { text, values } = listStatement({ columns: 'id, kind, place', table: 'many', equal, order, after: [1_400, 9_800], limit: 21 });
  const { rows: plan } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  const scanned = [
    ...JSON.stringify(plan).matchAll(/"Node Type":"(?:Index Only Scan|Index Scan|Seq Scan|Bitmap Heap Scan)".*?"Actual Rows":([\d.]+)/g),
  ];
  expect(scanned.length).toBeGreaterThan(0);
  for (const [, read] of scanned) expect(Number(read)).toBeLessThanOrEqual(21);
  expect(JSON.stringify(plan)).not.toMatch(/Seq Scan|Bitmap/);
});

it('names a list with what shapes it, so that a cursor fits no other', () => {
  const wanted = { limit: 5, cursor: 'x', status: ['draft'], sort: '-id' };
  expect(listOf('posts', wanted)).toBe(
    listOf('posts', { sort: '-id', cursor: undefined, limit: 9, status: ['draft'], user_id: undefined }),
  );
  for (const other of [{ sort: 'id' }, { status: ['sent'] }, { status: undefined }, { user_id: 'a' }]) {
    expect(listOf('posts', { ...wanted, ...other })).not.toBe(listOf('posts', wanted));
  }
});

it('takes no column that is none', () => {
  expect(() =>
    listStatement({
      columns: '*',
      table: 'listed',
      equal: { 'id = 1; --': 1 },
      order: { field: 'id', isDescending: true },
      after: null,
      limit: 1,
    }),
  ).toThrow('not a plain SQL identifier');
});
