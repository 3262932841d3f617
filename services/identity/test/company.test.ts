import { randomUUID } from 'node:crypto';
import { onBroadcast } from '@smartcontent/bus';
import {
  type CallOf,
  type DataOf,
  GetCompany,
  GrantLimits,
  LimitsGranted,
  ListCompanies,
  ShowCompany,
  UpdateCompany,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const operator = () => identity.stack.contextOf({ kind: 'operator', company_id: null });
const grant = async (input: CallOf<typeof GrantLimits>) => identity.ask(GrantLimits, input, await operator());

describe('a company', () => {
  it('is changed by who manages it, seen by everybody in it, and tells of the change', async () => {
    const { account, admin } = await identity.signUp('acme');
    const changed = await admin.call(UpdateCompany, {
      domain: ' ACME.Example ',
      industry: 'gardening',
      size: 'small',
      brand_guidelines: { tone: ['friendly', 'short'] },
    });
    const expected = { name: 'acme', domain: 'acme.example', industry: 'gardening', size: 'small', tier: 'free', api_limits: {} };
    expect(changed).toMatchObject({ ...expected, brand_guidelines: { tone: ['friendly', 'short'] } });
    const viewer = identity.stack.caller({ companyId: account.company.id, role: 'viewer' });
    expect(await viewer.call(GetCompany, {})).toEqual(changed);
    await expect(viewer.call(UpdateCompany, { name: 'Mine' })).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    const events = await identity.stack.query(
      'SELECT subject, aggregate_version, data FROM identity.outbox WHERE aggregate_id = $1 ORDER BY id',
      [account.company.id],
    );
    expect(events).toMatchObject([
      { subject: 'evt.identity.company.created.v1', aggregate_version: '1' },
      { subject: 'evt.identity.company.updated.v1', aggregate_version: '2', data: { name: 'acme', tier: 'free' } },
    ]);
    expect(await admin.call(UpdateCompany, { domain: null, name: 'Acme' })).toMatchObject({ name: 'Acme', domain: null, size: 'small' });
  });

  it('refuses a domain that is none, too many guidelines, a tier from within, and is not there for who belongs to none', async () => {
    const { admin } = await identity.signUp('refuse');
    const invalid = { code: 'PLATFORM_INPUT_INVALID' };
    await expect(admin.call(UpdateCompany, { domain: 'https://acme.example/' })).rejects.toMatchObject(invalid);
    await expect(admin.call(UpdateCompany, { brand_guidelines: { x: 'é'.repeat(33 * 1024) } })).rejects.toMatchObject(invalid);
    expect(UpdateCompany.input.safeParse({ tier: 'enterprise' }).success).toBe(false);
    await expect(identity.stack.caller().call(GetCompany, {})).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
    await expect(identity.stack.caller().call(UpdateCompany, { name: 'x' })).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });
});

describe('the tier and the limits of a company', () => {
  it('are set by the operator, audited as his doing, and reach its keys', async () => {
    const { account, admin } = await identity.signUp('grant');
    const company_id = account.company.id;
    const { key } = await identity.createKey(admin);
    expect(await grant({ company_id, tier: 'pro', api_limits: { ingest: 12_000 } })).toMatchObject({
      tier: 'pro',
      api_limits: { ingest: 12_000 },
    });
    expect(await identity.resolve(key)).toMatchObject({ state: 'valid', actor: { tier: 'pro', limits: { ingest: 12_000 } } });
    const audit = `SELECT actor FROM identity.audit_log WHERE company_id = $1 AND table_name = 'companies' AND operation = 'update'`;
    expect(await identity.stack.query(audit, [company_id])).toEqual([{ actor: 'operator' }]);
    await grant({ company_id, tier: 'pro' });
    expect(await identity.stack.query(audit, [company_id])).toHaveLength(1);
    expect(await grant({ company_id, api_limits: {} })).toMatchObject({ tier: 'pro', api_limits: {} });
  });

  it('are not those of log-ins, which count by address whoever it is', async () => {
    const { account } = await identity.signUp('auth-limits');
    const input = { company_id: account.company.id, api_limits: { read: 5, auth: 1_000 } };
    const issue = { path: ['api_limits'], message: expect.stringContaining('auth counts by address') };
    expect(GrantLimits.input.safeParse(input).error?.issues).toMatchObject([issue]);
    expect(await grant(input)).toMatchObject({ api_limits: { read: 5 } });
  });

  it('are nobody else’s to set, and nobody’s of a company that is not there', async () => {
    const { account, admin } = await identity.signUp('mine');
    const input = { company_id: account.company.id, tier: 'enterprise' as const };
    await expect(admin.call(GrantLimits, input)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    await expect(grant({ company_id: randomUUID(), tier: 'pro' })).rejects.toMatchObject({ code: 'IDENTITY_COMPANY_NOT_FOUND' });
  });

  it('are told to every gateway, again when they are granted again', async () => {
    const { account } = await identity.signUp('told');
    const company_id = account.company.id;
    const heard: DataOf<typeof LimitsGranted>[] = [];
    const listening = onBroadcast(identity.stack.nats, LimitsGranted, (grant) => heard.push(grant));
    await identity.stack.nats.flush();
    for (let round = 0; round < 2; round++) await grant({ company_id, tier: 'pro', api_limits: { read: 5 } });
    const granted = { company_id, tier: 'pro', limits: { read: 5 } };
    await eventually(() => expect(heard).toEqual([granted, granted]));
    listening.unsubscribe();
  });
});

describe('the companies of the platform', () => {
  it('are listed and shown to the operator page by page, without what they make', async () => {
    const { account } = await identity.signUp('listed');
    const shown = await identity.ask(ShowCompany, { company_id: account.company.id }, await operator());
    expect(shown).toMatchObject({ name: 'listed', tier: 'free', api_limits: {}, is_active: true, users: 1 });
    expect(shown).not.toHaveProperty('brand_guidelines');
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const input: CallOf<typeof ListCompanies> = { limit: 2, ...(cursor && { cursor }) };
      const page = await identity.ask(ListCompanies, input, await operator());
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor);
    const all = await identity.stack.query<{ id: string }>('SELECT id FROM identity.companies ORDER BY id');
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it('are shown to nobody else, and not with a made-up cursor or id', async () => {
    const { account, admin } = await identity.signUp('hidden');
    const missing = { code: 'PLATFORM_SCOPE_MISSING' };
    await expect(admin.call(ListCompanies, {})).rejects.toMatchObject(missing);
    await expect(admin.call(ShowCompany, { company_id: account.company.id })).rejects.toMatchObject(missing);
    const made = identity.ask(ListCompanies, { cursor: 'made-up' }, await operator());
    await expect(made).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
    const none = identity.ask(ShowCompany, { company_id: randomUUID() }, await operator());
    await expect(none).rejects.toMatchObject({ code: 'IDENTITY_COMPANY_NOT_FOUND' });
  });
});
