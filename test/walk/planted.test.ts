import { AppError, defineRequest, ListUsers, type RequestContract, StreamNotifications } from '@smartcontent/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CarelessEdge } from './careless-edge.fixture.js';
import { Evidence } from './evidence.js';
import { Fingerprints } from './fingerprints.js';
import { FrontDoor } from './front-door.js';
import { Report } from './report.js';
import { aimAt } from './targets.js';
import { walkEvents } from './walk-events.js';
import { walkFunctions } from './walk-functions.js';
import { poison } from './walk-keys.js';
import { useWalkPlatform } from './walk-platform.fixture.js';
import { tryRequests } from './walk-requests.js';
import { tryRoutes } from './walk-routes.js';
import { walkTables } from './walk-tables.js';
import { World } from './world.js';

const { stack, addresses } = useWalkPlatform();
/** Most of what is planted changes no row. */
const prints = { changed: async () => null };
let world: World;
let evidence: Evidence;
let edge: CarelessEdge;
beforeAll(async () => {
  world = await World.open(addresses());
  evidence = await Evidence.of(world);
  edge = await CarelessEdge.start(world);
}, 120_000);
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

/** Each leak once, as `<door>, <stranger>`. */
function leaksOf({ leaks }: Report): string[] {
  return [...new Set(leaks.map(({ door, stranger }) => `${door}, ${stranger}`))];
}

describe('the walk finds', () => {
  it('a table without a policy', async () => {
    await stack.query('CREATE TABLE content.walk_open (company_id uuid NOT NULL, note text)');
    await stack.query('GRANT SELECT, INSERT ON content.walk_open TO content');
    await stack.query('INSERT INTO content.walk_open VALUES ($1, $2)', [world.a.id, 'planted']);
    const report = new Report();
    await walkTables({ world, report });
    await stack.query('DROP TABLE content.walk_open');
    expect(leaksOf(report)).toEqual(['table content.walk_open, nobody', 'table content.walk_open, other company']);
  });

  it('a table whose policy narrows what is read, and not what is changed', async () => {
    await stack.query('CREATE TABLE content.walk_half (company_id uuid NOT NULL, note text)');
    await stack.query('ALTER TABLE content.walk_half ENABLE ROW LEVEL SECURITY');
    await stack.query(`CREATE POLICY seen ON content.walk_half FOR SELECT USING (company_id = current_setting('app.company_id')::uuid)`);
    await stack.query('CREATE POLICY gone ON content.walk_half FOR DELETE USING (true)');
    await stack.query('GRANT SELECT, DELETE ON content.walk_half TO content');
    await stack.query('INSERT INTO content.walk_half VALUES ($1, $2)', [world.a.id, 'planted']);
    const report = new Report();
    await walkTables({ world, report });
    await stack.query('DROP TABLE content.walk_half');
    expect(report.leaks.map(({ what }) => what)).toEqual(['rows of A are deleted']);
  });

  it('a partition that may be read past the policy of its table', async () => {
    const [found] = await stack.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'content.outbox'::regclass LIMIT 1`,
    );
    await stack.query(`GRANT SELECT ON ${found?.name} TO content`);
    const report = new Report();
    await walkTables({ world, report });
    await stack.query(`REVOKE SELECT ON ${found?.name} FROM content`);
    expect(leaksOf(report)).toEqual(['table content.outbox, other company']);
  });

  it('a right to a table without a policy that nobody wrote down', async () => {
    await stack.query('GRANT SELECT ON content.outbox TO content');
    const report = new Report();
    await walkTables({ world, report });
    await stack.query('REVOKE SELECT ON content.outbox FROM content');
    expect(leaksOf(report)).toEqual(['table content.outbox, other company']);
  });

  it('a table that nobody gave a company or a reason', async () => {
    await stack.query('CREATE TABLE content.walk_odd (note text)');
    const report = new Report();
    await walkTables({ world, report });
    await stack.query('DROP TABLE content.walk_odd');
    expect(report.uncovered.map(({ door }) => door)).toEqual(['table content.walk_odd']);
  });

  it('a query of Postgres that leaves the company out, where no policy would put it in', async () => {
    const [found] = await stack.query<{ text: string }>(`SELECT pg_get_functiondef('content.search_as_content_search'::regproc) AS text`);
    const text = found?.text ?? '';
    const open = text.replaceAll(/company_id = tenant/g, 'true');
    expect(open).not.toBe(text);
    await stack.query(open);
    const report = new Report();
    await walkFunctions({ world, report });
    await stack.query(text);
    expect(leaksOf(report)).toContain('function content.search_as_content_search, other company');
  });

  it('a query of ClickHouse that leaves the company out, and one that does not know of any', async () => {
    const query = {
      sql: 'SELECT event_type, count() AS events FROM events GROUP BY event_type',
      row: z.object({ event_type: z.string(), events: z.number() }),
      maxSeconds: 10,
      maxMemoryBytes: 1024 ** 3,
    };
    const forgetful = { ...query, name: 'planted.forgetful', params: z.object({ company_id: z.uuid() }) };
    const ignorant = { ...query, name: 'planted.ignorant', params: z.object({}) };
    const report = new Report();
    await walkEvents({ world, report, evidence }, [forgetful, ignorant]);
    expect(leaksOf(report)).toEqual([
      'query planted.forgetful, nobody',
      'query planted.forgetful, other company',
      'query planted.ignorant, other company',
    ]);
  });

  it('a route without a scope', async () => {
    const report = new Report();
    const front = new FrontDoor(edge.url);
    await tryRoutes(await aimAt([ListUsers], world), { world, front, report, evidence, prints, isSample: false });
    const strangers = ['viewer', 'key without the scope', 'publishable key', 'operator'];
    expect(leaksOf(report)).toEqual(strangers.map((stranger) => `route GET /v1/users, ${stranger}`));
  });

  it('a broadcast to the wrong user', async () => {
    const report = new Report();
    const front = new FrontDoor(edge.url);
    await tryRoutes(await aimAt([StreamNotifications], world), { world, front, report, evidence, prints, isSample: false });
    expect(leaksOf(report)).toEqual(
      expect.arrayContaining(['other company', 'viewer'].map((s) => `route GET /v1/notifications/stream, ${s}`)),
    );
  });

  it('a cache that takes an entry of another company for its own', async () => {
    const report = new Report();
    await poison(edge.redis, { world, front: new FrontDoor(edge.url), report, evidence });
    const patterns = ['content:cache:{content_id}', 'user:session:{user_id}', 'engagement:live:{content_id}', 'notifications:{user_id}'];
    expect(leaksOf(report)).toEqual(patterns.map((pattern) => `key ${pattern}, other company`));
  });

  it('a handler that takes the company from the payload', async () => {
    const contract: RequestContract = defineRequest({
      subject: 'rpc.content.planted.read.v1',
      summary: 'planted',
      input: z.strictObject({}),
      output: z.object({ text: z.string() }),
      http: { method: 'GET', path: '/v1/planted', scope: 'audit:read', rateClass: 'read' },
      example: { input: {}, output: { text: '' } },
    });
    const tokens = stack.actorTokens('content');
    const texts: Readonly<Record<string, string>> = { [world.a.id]: world.a.mark, [world.b.id]: world.b.mark };
    const subscription = stack.nats.subscribe(contract.subject, {
      callback: (_error, message) =>
        void answer(message.string(), message.headers?.get('sc-actor') ?? '').then((text) => message.respond(text)),
    });
    const answer = async (text: string, token: string): Promise<string> => {
      try {
        const actor = await tokens.verify(token);
        const isAllowed = 'scopes' in actor && actor.scopes.includes('audit:read');
        if (!isAllowed) throw new AppError('PLATFORM_SCOPE_MISSING');
        const { data } = JSON.parse(text) as { data: { company_id?: string } };
        return JSON.stringify({ id: '1', response: { text: texts[data.company_id ?? actor.company_id] } });
      } catch (error) {
        return JSON.stringify({ id: '1', err: (error as AppError).toWire() });
      }
    };
    const report = new Report();
    const aims = [{ contract, target: { input: {} }, why: '' }];
    await tryRequests(aims, { world, report, evidence, prints, isSample: false, user: 'all' });
    subscription.unsubscribe();
    expect(leaksOf(report)).toEqual([`request ${contract.subject}, other company`]);
  });

  it('a handler that changes rows of another company, though its answer says nothing', async () => {
    const contract: RequestContract = defineRequest({
      subject: 'rpc.content.planted.rename.v1',
      summary: 'planted',
      input: z.strictObject({}),
      output: z.null(),
      http: { method: 'POST', path: '/v1/planted', scope: 'audit:read', rateClass: 'write' },
      example: { input: {}, output: null },
    });
    const subscription = stack.nats.subscribe(contract.subject, {
      callback: (_error, message) =>
        void rename(message.headers?.get('sc-actor') ?? '').then((answer) => message.respond(JSON.stringify({ id: '1', ...answer }))),
    });
    const tokens = stack.actorTokens('content');
    const rename = async (token: string): Promise<object> => {
      try {
        const actor = await tokens.verify(token);
        if (!('scopes' in actor && actor.scopes.includes('audit:read'))) throw new AppError('PLATFORM_SCOPE_MISSING');
        const isB = actor.company_id === world.b.id;
        if (isB) await stack.query(`UPDATE content.content SET title = title || '!' WHERE id = $1`, [world.has.content_id]);
        return { response: null };
      } catch (error) {
        return { err: (error as AppError).toWire() };
      }
    };
    const looked = await Fingerprints.of(world);
    await looked.settle();
    const report = new Report();
    const aims = [{ contract, target: { input: {} }, why: '' }];
    await tryRequests(aims, { world, report, evidence, prints: looked, isSample: false, user: 'all' });
    subscription.unsubscribe();
    expect(report.leaks).toContainEqual({
      door: `request ${contract.subject}`,
      stranger: 'other company',
      what: 'rows of A changed in content.content',
    });
  });

  it('a contract that nobody wrote a recipe for', async () => {
    const report = new Report();
    const contract: RequestContract = { ...ListUsers, subject: 'rpc.identity.user.planted.v1' };
    const front = world.town.front;
    await tryRoutes(await aimAt([contract], world), { world, front, report, evidence, prints, isSample: false });
    expect(report.uncovered).toHaveLength(1);
  });
});
