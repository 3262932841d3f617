import { randomUUID } from 'node:crypto';
import { AddTerm, ListTerms, RemoveTerm, UpdateTerm } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const taken = { code: 'IDENTITY_TERM_TAKEN' };
const unknown = { code: 'IDENTITY_TERM_NOT_FOUND' };

describe('a brand vocabulary', () => {
  it('holds a term once, whatever case and width its letters have', async () => {
    const { admin } = await identity.signUp('once');
    const added = await admin.call(AddTerm, { term: 'Cheap', kind: 'forbidden', replacement: 'affordable' });
    expect(added).toMatchObject({ term: 'Cheap', kind: 'forbidden', replacement: 'affordable', note: null });
    await expect(admin.call(AddTerm, { term: 'cheap', kind: 'neutral' })).rejects.toMatchObject(taken);
    await expect(admin.call(AddTerm, { term: 'ＣＨＥＡＰ', kind: 'neutral' })).rejects.toMatchObject(taken);
    const other = await admin.call(AddTerm, { term: 'Discount', kind: 'neutral' });
    await expect(admin.call(UpdateTerm, { term_id: other.id, term: 'CHEAP' })).rejects.toMatchObject(taken);
  });

  it('is listed in the order of its terms, in pages, and by kind', async () => {
    const { admin } = await identity.signUp('list');
    for (const [term, kind] of [
      ['zebra', 'neutral'],
      ['Apple', 'preferred'],
      ['mango', 'neutral'],
    ] as const)
      await admin.call(AddTerm, { term, kind });
    const first = await admin.call(ListTerms, { limit: 2 });
    const second = await admin.call(ListTerms, { limit: 2, cursor: first.next_cursor as string });
    expect([first, second].map(({ items }) => items.map(({ term }) => term))).toEqual([['Apple', 'mango'], ['zebra']]);
    expect(second.next_cursor).toBeNull();
    expect((await admin.call(ListTerms, { kind: 'neutral' })).items.map(({ term }) => term)).toEqual(['mango', 'zebra']);
    const elsewhere = admin.call(ListTerms, { kind: 'neutral', cursor: first.next_cursor as string });
    await expect(elsewhere).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
  });

  it('changes and forgets its terms, and audits that', async () => {
    const { account, admin } = await identity.signUp('change');
    const { id: term_id } = await admin.call(AddTerm, { term: 'utilise', kind: 'forbidden', replacement: 'use' });
    const changed = await admin.call(UpdateTerm, { term_id, note: 'plain English', replacement: null });
    expect(changed).toMatchObject({ term: 'utilise', kind: 'forbidden', replacement: null, note: 'plain English' });
    expect(await admin.call(RemoveTerm, { term_id })).toEqual(changed);
    await expect(admin.call(RemoveTerm, { term_id })).rejects.toMatchObject(unknown);
    const audited = await identity.stack.query(
      `SELECT operation FROM identity.audit_log WHERE company_id = $1 AND table_name = 'brand_vocabulary' ORDER BY "timestamp"`,
      [account.company.id],
    );
    expect(audited).toEqual([{ operation: 'insert' }, { operation: 'update' }, { operation: 'delete' }]);
  });

  it('is changed by who approves content, read by who reads it, and is its own company’s', async () => {
    const { account, admin } = await identity.signUp('who');
    const { id: term_id } = await admin.call(AddTerm, { term: 'ours', kind: 'preferred' });
    const viewer = identity.stack.caller({ companyId: account.company.id, role: 'viewer' });
    expect((await viewer.call(ListTerms, {})).items).toHaveLength(1);
    await expect(viewer.call(AddTerm, { term: 'mine', kind: 'neutral' })).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    const phantom = identity.stack.caller({ companyId: account.company.id, userId: randomUUID(), role: 'manager' });
    await expect(phantom.call(AddTerm, { term: 'mine', kind: 'neutral' })).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
    const stranger = identity.stack.caller();
    expect((await stranger.call(ListTerms, {})).items).toEqual([]);
    await expect(stranger.call(UpdateTerm, { term_id, note: 'x' })).rejects.toMatchObject(unknown);
    await expect(stranger.call(RemoveTerm, { term_id })).rejects.toMatchObject(unknown);
  });
});
