import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrokenBuildName, brokenEnv, confessionOf } from './broken-builds.js';
import { type RunOptions, type RunResult, runChaos } from './chaos-run.js';
import { ChaosStack, type ServiceName } from './chaos-stack.js';
import { checkRun } from './checks/check-run.js';
import { countFindings, type Finding } from './checks/findings.js';
import type { Fault, FaultKind } from './fault-plan.js';
import { StoreAccess } from './store-access.js';

/** Each part runs on the one stack with companies of its own, so that what a broken build leaves behind concerns nobody else. */
let stack: ChaosStack;
let sound: RunResult;
let broken: ReadonlySet<ServiceName> = new Set();
/** What is wrong without anything planted. */
let left: Finding[];

beforeAll(async () => {
  stack = await ChaosStack.start({ replicas: {} });
}, 120_000);

afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  stack.removeFolder();
});

const run = (options: Partial<RunOptions> = {}) =>
  runChaos(stack, {
    faults: [],
    leastFaults: 0,
    leastMs: 0,
    companies: 1,
    contentStepsPerSecond: 25,
    batchesPerSecond: 2,
    postLeadMs: [1_500, 2_500],
    recoveryPatienceMs: 15_000,
    drainMs: 15_000,
    seed: 1,
    print: () => undefined,
    ...options,
  });

it('finds nothing wrong with the build as it is', async () => {
  // How soon it recovers is for the long runs to tell: beside other tests it may take its time.
  const patience = { recoveryPatienceMs: 60_000, drainMs: 60_000 };
  sound = await run({ faults: [fault('lost tail'), fault('kill mid transaction')], leastFaults: 2, leastMs: 3_000, ...patience });
  expect(sound.findings).toEqual([]);
  expect(sound.faults).toHaveLength(2);
  expect(sound.ledger.kinds).toEqual(expect.arrayContaining(['create', 'edit', 'submit', 'approve', 'schedule', 'ingest', 'probe']));
}, 240_000);

it('reports a build without inbox: events are applied twice once the broker has lost its tail', async () => {
  const { findings } = await runBroken('inbox-off', 'analytics', { faults: [fault('lost tail')], leastFaults: 1 });
  expect(findings).toContainEqual(expect.objectContaining({ wrong: 'doubled', where: 'analytics.content_activity' }));
}, 60_000);

it('reports a build that acknowledges before it commits: events are lost once a consumer is killed amid its transactions', async () => {
  const options = { faults: [fault('kill mid transaction')], leastFaults: 1, recoveryPatienceMs: 3_000 };
  const { findings } = await runBroken('ack-before-commit', 'analytics', options);
  expect(findings).toContainEqual(expect.objectContaining({ wrong: 'lost', where: 'analytics.content_activity' }));
}, 60_000);

it('reports a build whose relay asks for ids above the last: an event is stuck that commits after one with a higher id', async () => {
  const options = { leastMs: 8_000, recoveryPatienceMs: 3_000, drainMs: 3_000 };
  const { findings } = await runBroken('id-greater-than-last', 'content', options);
  expect(findings).toContainEqual(expect.objectContaining({ wrong: 'stuck', where: 'outbox of content' }));
}, 60_000);

/** With this service broken and the others as they are. */
async function runBroken(name: BrokenBuildName, service: ServiceName, options: Partial<RunOptions>): Promise<RunResult> {
  const whole = [...broken].filter((other) => other !== service);
  broken = new Set([service]);
  await Promise.all([stack.restartWith(service, brokenEnv(name)), ...whole.map((other) => stack.restartWith(other, {}))]);
  expect(stack.said).toContain(confessionOf(name));
  return run(options);
}

/** Aimed at analytics, whose projection shows doubles and order. */
function fault(kind: FaultKind): Fault {
  return { kind, gapMs: 500, lengthMs: 0, isLong: false, choice: 0.99 };
}

describe('the checker finds what was planted into a copy of the stores', () => {
  const company = () => sound.ledger.companies[0]?.id as string;
  const activity = () => `analytics.content_activity WHERE company_id = '${company()}'`;

  beforeAll(async () => {
    await stack.stopServices();
    left = await checkCopy([]);
  });

  it('and nothing else', () => {
    // What the broken builds have left waiting, everybody sees.
    expect(left.filter(({ wrong }) => wrong !== 'stuck')).toEqual([]);
  });

  it('a row that was deleted', async () => {
    expect(await wrongsOf([`DELETE FROM ${activity()} AND place = (SELECT max(place) FROM ${activity()})`])).toEqual({ lost: 1 });
  });

  it('a row that stands there twice', async () => {
    const columns = 'company_id, content_id, event_id, type, aggregate_id, aggregate_version, actor, occurred_at, details';
    const plant = `INSERT INTO analytics.content_activity (${columns}) SELECT ${columns} FROM ${activity()} ORDER BY place DESC LIMIT 1`;
    expect(await wrongsOf([plant])).toEqual({ doubled: 1 });
  });

  it('two versions whose order was swapped', async () => {
    const plant = `UPDATE analytics.content_activity SET aggregate_version = 3 - aggregate_version WHERE aggregate_version IN (1, 2)
      AND aggregate_id = (SELECT aggregate_id FROM ${activity()} AND aggregate_version = 2 LIMIT 1)`;
    expect(await wrongsOf([plant])).toEqual({ out_of_order: 1 });
  });

  it('an acknowledged write without its audit row', async () => {
    const { id } = sound.ledger.of('acknowledged', 'create')[0] ?? {};
    expect(await wrongsOf([`DELETE FROM content.audit_log WHERE correlation_id = '${id}'`])).toEqual({ half_applied: 1 });
  });

  it('an acknowledged write that is gone', async () => {
    const { id } = sound.ledger.of('acknowledged', 'probe').at(-1) ?? {};
    const outbox = `DELETE FROM content.outbox WHERE headers->>'correlationid' = '${id}'`;
    const found = await wrongsOf([outbox, `DELETE FROM content.audit_log WHERE correlation_id = '${id}'`]);
    expect(found.lost).toBe(1);
  });

  it('an event that was never published', async () => {
    const id = `(SELECT max(id) FROM content.outbox WHERE company_id = '${company()}')`;
    expect(await wrongsOf([`UPDATE content.outbox SET published_at = NULL WHERE id = ${id}`])).toMatchObject({ stuck: 1 });
  });

  it('a post that the platform took twice', async () => {
    const folder = stack.home.path('files', 'sandbox-copy');
    cpSync(stack.home.path('files', 'sandbox'), folder, { recursive: true });
    const database = new DatabaseSync(join(folder, 'sandbox.db'));
    const columns = 'inbox, message_id, body, was_accepted, received_at';
    database.exec(`INSERT INTO receipts (${columns}) SELECT ${columns} FROM receipts WHERE was_accepted = 1 LIMIT 1`);
    database.close();
    expect(await wrongsOf([], folder)).toEqual({ doubled: 1 });
  });
});

/** What is wrong after these statements that was not wrong before them. */
async function wrongsOf(plants: readonly string[], sandboxFolder?: string): Promise<Record<string, number>> {
  const known = new Set(left.map((finding) => JSON.stringify(finding)));
  const found = (await checkCopy(plants, sandboxFolder)).filter((finding) => !known.has(JSON.stringify(finding)));
  return Object.fromEntries(Object.entries(countFindings(found)).filter(([, count]) => count > 0));
}

/** The findings of the sound run in a copy of Postgres after these statements. */
async function checkCopy(plants: readonly string[], sandboxFolder = stack.home.path('files', 'sandbox')): Promise<Finding[]> {
  const { postgres, nats, clickhouse } = stack.stores;
  const name = `copy_${crypto.randomUUID().slice(0, 8)}`;
  const open = (database: string) =>
    StoreAccess.open({ postgres: postgres.url.replace(/\/postgres$/, `/${database}`), nats: nats.url, clickhouse: clickhouse.url });
  await using admin = await open('template1');
  await admin.sql(`CREATE DATABASE ${name} TEMPLATE postgres`);
  await using copy = await open(name);
  for (const plant of plants) await copy.sql(plant);
  return await checkRun(copy, sound.ledger, sandboxFolder);
}
