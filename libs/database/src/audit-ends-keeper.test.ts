import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AuditChain } from './audit-chain.js';
import { AuditEndsKeeper } from './audit-ends-keeper.js';
import type { KnownEnd } from './audit-verifier.js';
import { commitChange } from './commit-change.js';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';

let postgres: TestPostgres;
let database: Database;
let kept: Map<string, KnownEnd>;
let broken: string[];
let isAway: boolean;

beforeAll(async () => {
  postgres = await TestPostgres.start();
  database = await postgres.openMigrated();
});
afterAll(async () => {
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  [kept, broken, isAway] = [new Map(), [], false];
});

function makeKeeper(): AuditEndsKeeper {
  const ends = {
    last: async (companyId: string) => {
      if (isAway) throw new Error('away');
      return kept.get(companyId);
    },
    keep: async (companyId: string, end: KnownEnd) => void kept.set(companyId, end),
  };
  return new AuditEndsKeeper({ database, ends, onBroken: (companyId) => broken.push(companyId) });
}

async function write(company: string, rows: number): Promise<readonly string[]> {
  await database.withTenant(contextOf(company), async (tx) => {
    for (let row = 1; row <= rows; row++)
      await commitChange(tx, { event: null, audit: { table: 'notes', operation: 'insert', after: { row } } });
  });
  return (await new AuditChain({ database, onStuck: () => {} }).advance()).companies;
}

it('keeps the end of what grew, also of what grew before it began', async () => {
  const [early, late] = [newId(), newId()];
  await write(early, 2);
  const keeper = makeKeeper();
  await keeper.keepEnds();
  expect(kept.get(early)).toMatchObject({ seq: 2 });
  keeper.note(await write(late, 3));
  keeper.note(await write(early, 1));
  await keeper.keepEnds();
  expect([kept.get(early)?.seq, kept.get(late)?.seq]).toEqual([3, 3]);
  const [head] = await postgres.query<{ hash: string }>(
    `SELECT encode(hash, 'hex') AS hash FROM content.audit_heads WHERE company_id = $1`,
    [late],
  );
  expect(kept.get(late)?.hash).toBe(head?.hash);
});

it('keeps the end of what grew last before the service was stopped, however long it was', async () => {
  const company = newId();
  await write(company, 2);
  await postgres.query(`UPDATE content.audit_heads SET updated_at = now() - interval '3 days'`);
  await makeKeeper().keepEnds();
  expect(kept.get(company)).toMatchObject({ seq: 2 });
});

it('does not cover the track of a chain that was shortened and grew again', async () => {
  const company = newId();
  await write(company, 5);
  const keeper = makeKeeper();
  await keeper.keepEnds();
  const end = kept.get(company);
  await postgres.query('DELETE FROM content.audit_log WHERE company_id = $1 AND seq > 3', [company]);
  await postgres.query(
    `UPDATE content.audit_heads h SET seq = 3, hash = l.hash FROM content.audit_log l
     WHERE l.company_id = h.company_id AND l.seq = 3 AND h.company_id = $1`,
    [company],
  );
  keeper.note([company]);
  await keeper.keepEnds();
  expect([kept.get(company), broken]).toEqual([end, [company]]);
  keeper.note(await write(company, 4));
  await keeper.keepEnds();
  expect([kept.get(company), broken]).toEqual([end, [company, company]]);
});

it('tries again what failed, and forgets nothing that grew meanwhile', async () => {
  const [one, two] = [newId(), newId()];
  await write(one, 1);
  const keeper = makeKeeper();
  await keeper.keepEnds();
  keeper.note(await write(one, 1));
  isAway = true;
  await expect(keeper.keepEnds()).rejects.toThrow('away');
  keeper.note(await write(two, 1));
  isAway = false;
  await keeper.keepEnds();
  expect([kept.get(one)?.seq, kept.get(two)?.seq]).toEqual([2, 1]);
});
