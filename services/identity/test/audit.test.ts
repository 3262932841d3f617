import { randomUUID } from 'node:crypto';
import { AuditEnds } from '@smartcontent/bus';
import { type AuditEntry, ExportAudit, ListAudit, OPERATOR_REQUESTS, type RequestContext } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const OWN = { service: 'identity' } as const;
const origin = { address: '192.0.2.7', userAgent: 'curl/8' };
const operator = () => identity.stack.contextOf({ kind: 'operator', company_id: null });
const verify = async (company_id?: string) => identity.ask(OPERATOR_REQUESTS.identity.VerifyAudit, { company_id }, await operator());

describe('the audit log', () => {
  it('says who did what, from where, in which request, with the values before and after', async () => {
    const { account, admin } = await identity.signUp('who');
    const correlationId = randomUUID();
    await admin.call(ExportAudit, OWN, { origin, correlationId });
    const { items } = await admin.call(ListAudit, { ...OWN, correlation_id: correlationId });
    expect(items).toMatchObject([
      {
        service: 'identity',
        table_name: 'audit_log',
        operation: 'export',
        actor: `user:${account.user.id}`,
        user_id: account.user.id,
        correlation_id: correlationId,
        address: '192.0.2.7',
        user_agent: 'curl/8',
        old_values: null,
        new_values: OWN,
        is_readable: true,
      },
    ]);
  });

  it('is one list, newest first, page by page, and holds nothing of another company', async () => {
    const { admin } = await identity.signUp('pages');
    const { admin: stranger } = await identity.signUp('stranger');
    for (const name of ['a', 'b', 'c']) await identity.createKey(admin, { name });
    await identity.createKey(stranger, { name: 'foreign' });
    const seen: AuditEntry[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await admin.call(ListAudit, { ...OWN, limit: 2, cursor: cursor ?? undefined });
      seen.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    const ids = seen.map((entry) => entry.id);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect(JSON.stringify(seen)).not.toContain('foreign');
    const keys = seen.filter((entry) => entry.table_name === 'client_keys').map((entry) => (entry.new_values as { name: string }).name);
    expect(keys).toEqual(['c', 'b', 'a']);
  });

  it('can be narrowed to a table, an operation, a person, a request and a time', async () => {
    const { account, admin } = await identity.signUp('filters');
    await identity.createKey(admin);
    const count = async (filters: object) => (await admin.call(ListAudit, { ...OWN, ...filters })).items.length;
    const all = await count({});
    expect(await count({ table_name: 'client_keys' })).toBe(1);
    expect(await count({ table_name: 'nothing' })).toBe(0);
    expect(await count({ operation: 'insert' })).toBe(all);
    expect(await count({ user_id: account.user.id })).toBe(all);
    expect(await count({ user_id: randomUUID() })).toBe(0);
    expect(await count({ from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' })).toBe(all);
    expect(await count({ to: '2000-01-01T00:00:00Z' })).toBe(0);
    expect(await count({ from: '2100-01-01T00:00:00Z' })).toBe(0);
  });

  it('is for admins', async () => {
    const { account } = await identity.signUp('closed');
    const of = (role: 'manager' | 'viewer') => identity.stack.caller({ companyId: account.company.id, userId: account.user.id, role });
    for (const contract of [ListAudit, ExportAudit])
      for (const role of ['manager', 'viewer'] as const)
        await expect(of(role).call(contract, OWN)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
  });

  it('refuses a cursor of another list, and fails rather than leave a service out', async () => {
    const { admin } = await identity.signUp('cursors');
    await identity.createKey(admin);
    const { next_cursor } = await admin.call(ListAudit, { ...OWN, limit: 1 });
    const cursor = next_cursor as string;
    for (const wrong of [admin.call(ListAudit, { limit: 1, cursor }), admin.call(ExportAudit, { ...OWN, cursor })])
      await expect(wrong).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
    // Of four services this test runs one.
    await expect(admin.call(ListAudit, {})).rejects.toMatchObject({ code: 'PLATFORM_SERVICE_UNAVAILABLE' });
  });

  it('writes an export down once, before its first page', async () => {
    const { admin } = await identity.signUp('export');
    for (let count = 0; count < 120; count++) await identity.createKey(admin, { name: `${count}` });
    const first = await admin.call(ExportAudit, OWN);
    expect(first.items[0]).toMatchObject({ operation: 'export' });
    expect(first.items).toHaveLength(100);
    const lines = [...first.items];
    for (let cursor = first.next_cursor; cursor; ) {
      const page = await admin.call(ExportAudit, { ...OWN, cursor });
      lines.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(lines.filter(({ table_name }) => table_name === 'client_keys')).toHaveLength(120);
    expect(lines.filter(({ operation }) => operation === 'export')).toHaveLength(1);
  });
});

describe('its verification', () => {
  it('finds every row in its place within moments, and what an administrator of Postgres changed', async () => {
    const { account, admin } = await identity.signUp('verify');
    await identity.createKey(admin);
    const company = account.company.id;
    await eventually(async () => expect((await admin.call(ListAudit, OWN)).items.every(({ seq }) => seq !== null)).toBe(true));
    const whole = await verify(company);
    expect(whole).toMatchObject({ findings: [], chains: [{ company_id: company, rows: whole.checked, is_erased: false }] });
    await identity.stack.query(`UPDATE identity.audit_log SET actor = 'operator' WHERE company_id = $1 AND seq = 2`, [company]);
    expect((await verify(company)).findings).toMatchObject([{ company_id: company, fault: 'changed', seq: 2 }]);
    expect((await verify()).findings).toMatchObject([{ company_id: company, fault: 'changed', seq: 2 }]);
  });

  it('finds a chain that was cut short together with its head: the broker knows where it ended', async () => {
    const { account, admin } = await identity.signUp('shortened');
    const company = account.company.id;
    await identity.createKey(admin);
    const end = () => new AuditEnds(identity.stack.nats, 'identity').last(company);
    const rows = (await admin.call(ListAudit, OWN)).items.length;
    await eventually(async () => expect(await end()).toMatchObject({ seq: rows }), { timeoutMs: 20_000 });
    await identity.stack.query('DELETE FROM identity.audit_log WHERE company_id = $1 AND seq = $2', [company, rows]);
    await identity.stack.query(
      `UPDATE identity.audit_heads h SET seq = l.seq, hash = l.hash FROM identity.audit_log l
        WHERE l.company_id = h.company_id AND l.seq = $2 AND h.company_id = $1`,
      [company, rows - 1],
    );
    expect((await verify(company)).findings).toMatchObject([{ company_id: company, fault: 'truncated', seq: rows }]);
  }, 30_000);

  it('shows an entry whose words were changed without them', async () => {
    const { account, admin } = await identity.signUp('unreadable');
    await identity.stack.query(`UPDATE identity.audit_log SET sealed = sha256(sealed) WHERE company_id = $1 AND table_name = 'companies'`, [
      account.company.id,
    ]);
    const { items } = await admin.call(ListAudit, { ...OWN, table_name: 'companies' });
    expect(items).toMatchObject([{ is_readable: false, old_values: null, new_values: null, address: null }]);
  });

  it('is the operator’s alone', async () => {
    const { admin } = await identity.signUp('operator');
    const contexts: RequestContext[] = [await admin.context(), await identity.stack.actorTokens('content').serviceContext(null, 'curious')];
    for (const context of contexts) {
      const asked = identity.ask(OPERATOR_REQUESTS.identity.VerifyAudit, {}, context);
      await expect(asked).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    }
  });
});
