import { MoveCampaignPosts, type PostHold } from '@smartcontent/contracts';
import { Database, newId } from '@smartcontent/database';
import { eventually } from '@smartcontent/testing';
import { expect, it } from 'vitest';
import { CampaignHolds } from '../src/campaigns/campaign-holds.service.js';
import { useScheduling } from './fixture.js';

const fixture = useScheduling();

const waiting = async (): Promise<string[]> => {
  const text = `SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND NOT granted ORDER BY waitstart`;
  return (await fixture.stack.query<{ mode: string }>(text)).map(({ mode }) => mode);
};

it('a pause has its turn before the retries that come after it, however many of them there are', async () => {
  const campaign_id = newId();
  const context = await fixture.stack.actorTokens('campaigns').serviceContext(fixture.caller.companyId, 'test');
  await fixture.caller.call(MoveCampaignPosts, { campaign_id, campaign_revision: 1, to: 'free' }, context);

  const order: string[] = [];
  /** The outcome of a call that may be tried again: what holds is asked, then the post is kept. */
  const retry = (name: string, until?: Promise<void>): Promise<PostHold> =>
    fixture.service.get(Database).withTenant(context, async (tx) => {
      const hold = await fixture.service.get(CampaignHolds).ofWaiting(tx, campaign_id);
      order.push(name);
      await until;
      return hold;
    });
  const { promise: kept, resolve: keep } = Promise.withResolvers<void>();
  const first = retry('first', kept);
  await eventually(() => expect(order).toEqual(['first']));
  const pause = fixture.caller.call(MoveCampaignPosts, { campaign_id, campaign_revision: 2, to: 'held' }, context);
  await eventually(async () => expect(await waiting()).toEqual(['ExclusiveLock']));
  const later = [retry('later'), retry('later')];
  await eventually(async () => expect(await waiting()).toEqual(['ExclusiveLock', 'ShareLock', 'ShareLock']));
  keep();

  expect(await first).toBe('free');
  expect(await Promise.all(later)).toEqual(['held', 'held']);
  await pause;
});
