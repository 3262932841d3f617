import { ConnectPlatformAccount, GetScheduledPost, ListPlatformAccounts } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/app.js';
import { useScheduling } from './fixture.js';

const HOUR_MS = 3_600_000;
const fixture = useScheduling();
const connect = (settings: { url: string; lookup_url?: string }) =>
  fixture.caller.call(ConnectPlatformAccount, { platform: 'webhook', name: 'inside', settings });

describe('a URL of a user', () => {
  it.each([
    'http://127.0.0.1/hook',
    'http://localhost:8080/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:10.0.0.1]/',
    'http://0x7f.1/',
  ])('that leads into the own network is refused when the account is connected: %s', async (url) => {
    const before = await fixture.caller.call(ListPlatformAccounts, {});
    await expect(connect({ url })).rejects.toMatchObject({
      code: 'SCHEDULING_URL_REFUSED',
      data: { field: 'settings.url', reason: 'the host has an address that is not public' },
    });
    expect(await fixture.caller.call(ListPlatformAccounts, {})).toEqual(before);
  });

  it('is looked at in every setting that holds one', async () => {
    const settings = { url: 'https://93.184.215.14/', lookup_url: 'http://10.0.0.1/{id}' };
    await expect(connect(settings)).rejects.toMatchObject({ code: 'SCHEDULING_URL_REFUSED', data: { field: 'settings.lookup_url' } });
  });

  it('that names a port of another protocol is refused, and says which', async () => {
    const data = { field: 'settings.url', reason: 'port 25 is not for http' };
    await expect(connect({ url: 'http://93.184.215.14:25/' })).rejects.toMatchObject({ code: 'SCHEDULING_URL_REFUSED', data });
  });

  it('may name a host that does not exist yet', async () => {
    expect(await connect({ url: 'https://not-yet.invalid/hook' })).toMatchObject({ status: 'connected' });
  });

  it('that leads into the own network by the time of a post fails the post and sends nothing', async () => {
    const account = await fixture.connect(fixture.caller);
    const post = await fixture.schedule(HOUR_MS, fixture.content.add(), account);
    const { host } = fixture.platform;
    const moved = `UPDATE scheduling.platform_accounts SET settings = jsonb_build_object('url', $2::text) WHERE id = $1`;
    // The same receiver under another name: nobody vouched for that one.
    await fixture.stack.query(moved, [account.id, `http://localhost:${host.split(':')[1]}/posts`]);
    await fixture.stack.query('UPDATE scheduling.scheduled_posts SET next_attempt_at = now() WHERE id = $1', [post.id]);
    const failed = { status: 'failed', error_code: 'PLATFORM_REFUSED', error_message: 'the host has an address that is not public' };
    await eventually(async () => expect(await fixture.caller.call(GetScheduledPost, { post_id: post.id })).toMatchObject(failed));
    expect(fixture.platform.takenOf(post.id)).toEqual([]);
  });
});

it('a list of vouched hosts that cannot be read stops scheduling at its start', () => {
  const env = (hosts: string) => ({ ...fixture.env, OUTGOING_ALLOWED_HOSTS: hosts });
  expect(readConfig(env(' 127.0.0.1:8025 , [::1]:80,')).allowedHosts).toEqual(['127.0.0.1:8025', '[::1]:80']);
  expect(readConfig(env('')).allowedHosts).toEqual([]);
  expect(() => readConfig(env('http://127.0.0.1'))).toThrow('OUTGOING_ALLOWED_HOSTS must be host:port');
});
