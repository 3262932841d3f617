import { randomUUID } from 'node:crypto';
import { GetProfile, GetSettings, UpdateProfile, UpdateSettings } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const tooLarge = { note: 'é'.repeat(33 * 1024) };
const invalid = { code: 'PLATFORM_INPUT_INVALID' };

describe('a profile', () => {
  it('is empty until something is set, and then holds what was set last', async () => {
    const { account, admin } = await identity.signUp('profile');
    const empty = await admin.call(GetProfile, {});
    expect(empty).toMatchObject({ interests: [], preferred_topics: [], content_preferences: {}, last_activity_at: null, updated_at: null });
    const set = await admin.call(UpdateProfile, { interests: ['gardening', 'roses, red'], behavioral_data: { mornings: true } });
    expect(set).toMatchObject({ interests: ['gardening', 'roses, red'], preferred_topics: [], behavioral_data: { mornings: true } });
    const changed = await admin.call(UpdateProfile, { preferred_topics: ['soil'], last_activity_at: '2026-01-06T09:00:00Z' });
    expect(changed).toMatchObject({ interests: set.interests, preferred_topics: ['soil'], behavioral_data: { mornings: true } });
    expect(Date.parse(changed.last_activity_at ?? '')).toBe(Date.parse('2026-01-06T09:00:00Z'));
    expect(await admin.call(GetProfile, {})).toEqual(changed);
    const audited = await identity.stack.query(
      `SELECT operation FROM identity.audit_log WHERE company_id = $1 AND table_name = 'user_profiles' ORDER BY "timestamp"`,
      [account.company.id],
    );
    expect(audited).toEqual([{ operation: 'insert' }, { operation: 'update' }]);
  });

  it('is one row, also where two set its first values at the same time', async () => {
    const { account, admin } = await identity.signUp('two');
    await Promise.all([admin.call(UpdateProfile, { interests: ['a'] }), admin.call(UpdateProfile, { preferred_topics: ['b'] })]);
    expect(await admin.call(GetProfile, {})).toMatchObject({ interests: ['a'], preferred_topics: ['b'] });
    expect(await identity.stack.query('SELECT 1 FROM identity.user_profiles WHERE user_id = $1', [account.user.id])).toHaveLength(1);
  });

  it('is its user’s own, and takes no more than 64 KiB', async () => {
    const { account, admin } = await identity.signUp('own');
    await admin.call(UpdateProfile, { interests: ['mine'] });
    const colleague = identity.stack.caller({ companyId: account.company.id, userId: randomUUID() });
    expect((await colleague.call(GetProfile, {})).interests).toEqual([]);
    await expect(colleague.call(UpdateProfile, { interests: ['x'] })).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
    await expect(admin.call(UpdateProfile, { engagement_patterns: tooLarge })).rejects.toMatchObject(invalid);
    await expect(admin.call(UpdateProfile, { interests: Array(201).fill('x') })).rejects.toMatchObject(invalid);
  });
});

describe('settings', () => {
  it('are the usual ones until something is set, and then hold what was set last', async () => {
    const { admin } = await identity.signUp('settings');
    expect(await admin.call(GetSettings, {})).toEqual({
      preferred_ai_provider: null,
      default_content_type: null,
      ui_theme: 'light',
      language: 'en',
      settings_json: {},
      updated_at: null,
    });
    await admin.call(UpdateSettings, { preferred_ai_provider: 'anthropic', language: 'pt-BR', settings_json: { sidebar: ['open'] } });
    const changed = await admin.call(UpdateSettings, { ui_theme: 'dark', preferred_ai_provider: null });
    expect(changed).toMatchObject({
      preferred_ai_provider: null,
      ui_theme: 'dark',
      language: 'pt-BR',
      settings_json: { sidebar: ['open'] },
    });
    expect(await admin.call(GetSettings, {})).toEqual(changed);
  });

  it('refuse what is no language, too much, and who is not there', async () => {
    const { account, admin } = await identity.signUp('refuse');
    await expect(admin.call(UpdateSettings, { language: 'english, please' })).rejects.toMatchObject(invalid);
    await expect(admin.call(UpdateSettings, { settings_json: tooLarge })).rejects.toMatchObject(invalid);
    const nobody = identity.stack.caller({ companyId: account.company.id, userId: randomUUID() });
    await expect(nobody.call(UpdateSettings, { ui_theme: 'dark' })).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });
});
