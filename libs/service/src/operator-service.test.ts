import { Writable } from 'node:stream';
import type { DeadLetterDesk, EventServer, Projection } from '@smartcontent/bus';
import { AppError, type DdlLine, OPERATOR_REQUESTS, type RequestContext } from '@smartcontent/contracts';
import type { AuditVerifier, Database, DdlQuery, SealedTables } from '@smartcontent/database';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Bus } from './bus-connection.js';
import { Log } from './log.js';
import { operate } from './operate-service.js';
import { OperatorService } from './operator-service.js';
import type { ServiceConfig } from './service-config.js';

let lines: Record<string, unknown>[];
let failure: unknown;
let operator: OperatorService;
const sink = new Writable({
  write(chunk, _encoding, done) {
    lines.push(JSON.parse(String(chunk)));
    done();
  },
});
const log = new Log(pino({ messageKey: 'message' }, sink));
const context = { actor: { kind: 'operator', company_id: null }, correlationId: 'c-1' } as Partial<RequestContext> as RequestContext;
const desk = {
  replay: async () => {
    if (failure) throw failure;
    return 'replayed';
  },
  drop: async () => 'dropped',
} as Partial<DeadLetterDesk> as DeadLetterDesk;
const finding = { company_id: 'c', fault: 'changed', seq: 3, row_id: 'r' } as const;
const audit = {
  verify: async () => ({ checked: 3, chains: [], findings: [finding], next: { companyId: 'c', seq: 3, hash: '', rows: 3 } }),
  waiting: async () => ({ rows: 0, oldest_seconds: 0 }),
} as Partial<AuditVerifier> as AuditVerifier;
const line = { ...OPERATOR_REQUESTS.content.ListDdlLog.example.output.items[0], id: 7 } as DdlLine;
const readDdl = async ({ before }: DdlQuery) => ({ items: [{ ...line, id: (before ?? 8) - 1 }], has_more: before === null, is_kept: true });
const ends = { last: async () => undefined, companies: async () => [] };
const sealed = { keyId: 'k-2', rewrap: async () => ({ rewrapped: 3, unopened: 1, remaining: 1 }) };
const activity: Projection = { name: 'activity', sources: ['content'], clear: async () => {} };

beforeEach(() => {
  [lines, failure] = [[], undefined];
  const republish = async () => ({ requeued: 2, lost: 1 });
  const parts = { desk, republish, projections: [activity], rebuild: async () => {}, audit, readDdl, ends, sealed };
  operator = new OperatorService({ ...parts, cursorKey: '00'.repeat(16), log });
});

describe('what the operator changes', () => {
  const range = { from: '2026-01-06T09:00:00Z', to: '2026-01-06T10:00:00Z' };
  it.each<[string, () => Promise<unknown>, object]>([
    ['a replay', () => operator.replay({ sequence: 7 }, context), { sequence: 7, outcome: 'replayed' }],
    ['a drop', () => operator.drop({ sequence: 7 }, context), { sequence: 7, outcome: 'dropped' }],
    ['a replay of events', () => operator.replayEvents(range, context), { ...range, requeued: 2, lost: 1 }],
    ['a rotation of secrets', () => operator.rotateSecrets({ limit: 4 }, context), { master_key_id: 'k-2', rewrapped: 3, remaining: 1 }],
    ['a rebuild', () => operator.rebuild({ projection: 'activity' }, context), { projection: 'activity' }],
  ])('is a line of the log that says who did it and in which request: %s', async (_, act, fields) => {
    await act();
    expect(lines).toEqual([expect.objectContaining({ level: 30, actor: 'operator', correlation_id: 'c-1', ...fields })]);
  });

  it('is told also where the event fails again, and not where nothing was tried', async () => {
    failure = new AppError('PLATFORM_DEAD_LETTER_FAILING', { data: { error: 'still no' } });
    await expect(operator.replay({ sequence: 7 }, context)).rejects.toBe(failure);
    expect(lines).toEqual([expect.objectContaining({ sequence: 7, error: 'still no', actor: 'operator' })]);
    failure = new AppError('PLATFORM_DEAD_LETTER_NOT_FOUND');
    await expect(operator.replay({ sequence: 8 }, context)).rejects.toBe(failure);
    expect(lines).toHaveLength(1);
  });

  it('is told where the audit log was tampered with, and the walk goes on where it stood', async () => {
    const { next_cursor, ...piece } = await operator.verifyAudit({}, context);
    expect(piece).toEqual({ checked: 3, chains: [], findings: [finding], waiting: { rows: 0, oldest_seconds: 0 } });
    expect(lines).toEqual([expect.objectContaining({ level: 50, findings: [finding], correlation_id: 'c-1' })]);
    expect((await operator.verifyAudit({ cursor: next_cursor as string }, context)).checked).toBe(3);
    const foreign = operator.verifyAudit({ cursor: next_cursor as string, company_id: 'other' }, context);
    await expect(foreign).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
  });

  it('names the projections that there are where one is not', async () => {
    const refused = { code: 'PLATFORM_PROJECTION_NOT_FOUND', data: { projections: ['activity'] } };
    await expect(operator.rebuild({ projection: 'inbox' }, context)).rejects.toMatchObject(refused);
    expect(lines).toEqual([]);
  });
});

it('hands the log of table changes out page by page, under a cursor of its own', async () => {
  const first = await operator.listDdlLog({ limit: 1 });
  expect(first).toMatchObject({ items: [{ id: 7 }], is_kept: true });
  const last = { items: [{ ...line, id: 6 }], is_kept: true, next_cursor: null };
  expect(await operator.listDdlLog({ limit: 1, cursor: first.next_cursor as string })).toEqual(last);
  await expect(operator.listDdlLog({ limit: 1, cursor: 'made-up' })).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
});

describe('a service', () => {
  const parts = { bus: {} as Bus, projections: [], erasers: [], log };
  const named = (name: string) => ({ name, cursorKey: '00'.repeat(16) }) as Partial<ServiceConfig> as ServiceConfig;

  it('that keeps messages must be one that the operator can look after', () => {
    const stores = { database: {} as Database, sealed: {} as SealedTables, events: {} as EventServer };
    expect(() => operate({ ...parts, ...stores, config: named('sandbox') })).toThrow('sandbox keeps messages');
    expect(operate({ ...parts, ...stores, config: named('content') }).contracts).toHaveLength(11);
  });

  it('that keeps none has nothing for the operator', () => {
    const none = { contracts: [], controllers: [], providers: [] };
    expect(operate({ ...parts, database: null, sealed: null, events: null, config: named('gateway') })).toEqual(none);
  });
});
