import {
  AppError,
  CampaignDeleted,
  CampaignMoved,
  ContentDeleted,
  ContentMoved,
  type EventContract,
  GetScheduledPost,
  PlatformAccountDisconnected,
  type ScheduledPost,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { Metrics } from '@smartcontent/service';
import { deadLetterOf, eventually, playEvent } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { MovePostsService } from '../src/campaigns/move-posts.service.js';
import { PostsService } from '../src/posts/posts.service.js';
import { useScheduling } from './fixture.js';

const HOUR_MS = 3_600_000;
const fixture = useScheduling();

interface Withdrawal {
  readonly contract: EventContract;
  readonly data: object;
  readonly errorCode: string;
  readonly aggregateOf: (post: ScheduledPost) => string;
}

const campaignOf = (post: ScheduledPost) => post.campaign_id as string;
const contentOf = (post: ScheduledPost) => post.content_id;
const WITHDRAWALS: readonly Withdrawal[] = [
  { contract: ContentDeleted, data: ContentDeleted.example, errorCode: 'CONTENT_WITHDRAWN', aggregateOf: contentOf },
  {
    contract: ContentMoved,
    data: { ...ContentMoved.example, status: 'archived', from_status: 'approved' },
    errorCode: 'CONTENT_WITHDRAWN',
    aggregateOf: contentOf,
  },
  {
    contract: PlatformAccountDisconnected,
    data: PlatformAccountDisconnected.example,
    errorCode: 'ACCOUNT_DISCONNECTED',
    aggregateOf: (post) => post.platform_account_id,
  },
  {
    contract: CampaignMoved,
    data: { ...CampaignMoved.example, status: 'completed', from_status: 'active' },
    errorCode: 'CAMPAIGN_ENDED',
    aggregateOf: campaignOf,
  },
  { contract: CampaignDeleted, data: CampaignDeleted.example, errorCode: 'CAMPAIGN_ENDED', aggregateOf: campaignOf },
];

const get = (post: ScheduledPost) => fixture.caller.call(GetScheduledPost, { post_id: post.id });

/** A post that waits on an account and in a campaign of its own, and the event that withdraws it. */
async function waiting({ data, aggregateOf }: Withdrawal) {
  const account = await fixture.connect(fixture.caller);
  const { campaign_id } = fixture.campaigns.set({ revision: 1 });
  const post = await fixture.schedule(HOUR_MS, fixture.content.add(), account, campaign_id);
  await fixture.service.drained();
  const companyId = fixture.caller.companyId;
  return {
    post,
    event: { id: newId(), time: new Date().toISOString(), companyId, aggregateId: aggregateOf(post), aggregateVersion: 2, data },
  };
}

async function stopsOf(post: ScheduledPost): Promise<number> {
  const text = `SELECT 1 FROM scheduling.outbox WHERE aggregate_id = $1 AND subject = 'evt.scheduling.post.stopped.v1'`;
  return (await fixture.stack.query(text, [post.id])).length;
}

/** Deliveries of this event that will come again, as the service's own figures have it. */
async function retries({ contract }: Withdrawal): Promise<number> {
  const lines = (await fixture.service.get(Metrics).text()).split('\n');
  const line = lines.find((l) => l.includes('duration_seconds_count') && l.includes(`"${contract.subject}"`) && l.includes('"retried"'));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe.each(WITHDRAWALS)('the handler of $contract.subject', (withdrawal) => {
  const { contract, errorCode } = withdrawal;

  it('cancels what waits and tells of it once, also when it is delivered twice', async () => {
    const { post, event } = await waiting(withdrawal);
    const { post: bystander } = await waiting(withdrawal);
    for (const _ of [1, 2]) await playEvent(fixture.stack.nats, contract, event);
    await fixture.service.drained();
    expect(await get(post)).toMatchObject({ status: 'cancelled', error_code: errorCode, revision: 2 });
    expect(await stopsOf(post)).toBe(1);
    expect(await get(bystander)).toMatchObject({ status: 'pending', revision: 1 });
  });

  it('leaves what has left already as it is', async () => {
    const { post, event } = await waiting(withdrawal);
    await fixture.stack.query(`UPDATE scheduling.scheduled_posts SET status = 'published', next_attempt_at = NULL WHERE id = $1`, [
      post.id,
    ]);
    await playEvent(fixture.stack.nats, contract, event);
    await fixture.service.drained();
    expect(await get(post)).toMatchObject({ status: 'published', revision: 1 });
  });

  it('gives a malformed one to the dead letters', async () => {
    const { post, event } = await waiting(withdrawal);
    const id = await playEvent(fixture.stack.nats, contract, { ...event, data: { user_id: 7 } });
    expect(await deadLetterOf(fixture.stack.nats, id)).toMatchObject({ subject: `dlq.scheduling.${contract.subject}`, cause: 'malformed' });
    expect((await get(post)).status).toBe('pending');
  });

  it('waits out a store that takes nothing, and then handles it', async () => {
    const { post, event } = await waiting(withdrawal);
    const before = await retries(withdrawal);
    await fixture.stack.query('REVOKE UPDATE ON scheduling.scheduled_posts FROM scheduling');
    try {
      await playEvent(fixture.stack.nats, contract, event);
      await eventually(async () => expect(await retries(withdrawal)).toBeGreaterThan(before));
    } finally {
      await fixture.stack.query('GRANT UPDATE ON scheduling.scheduled_posts TO scheduling');
    }
    await fixture.service.drained();
    expect(await get(post)).toMatchObject({ status: 'cancelled', error_code: errorCode });
    expect(await stopsOf(post)).toBe(1);
  });

  it('gives one that can never be handled to the dead letters', async () => {
    const { event } = await waiting(withdrawal);
    const service = fixture.service.get(PostsService);
    const moving = fixture.service.get(MovePostsService);
    const refuse = () => Promise.reject(new AppError('SCHEDULING_TRANSITION_ILLEGAL'));
    Object.assign(service, { cancelForContent: refuse, cancelForAccount: refuse });
    Object.assign(moving, { move: refuse });
    try {
      const id = await playEvent(fixture.stack.nats, contract, event);
      expect(await deadLetterOf(fixture.stack.nats, id)).toMatchObject({ cause: 'permanent' });
    } finally {
      const { cancelForContent, cancelForAccount } = PostsService.prototype;
      Object.assign(service, { cancelForContent, cancelForAccount });
      Object.assign(moving, { move: MovePostsService.prototype.move });
    }
  });
});

describe('a content that moves on', () => {
  it('keeps its posts unless it is archived', async () => {
    const [, moved] = WITHDRAWALS as [Withdrawal, Withdrawal];
    const { post, event } = await waiting(moved);
    await playEvent(fixture.stack.nats, ContentMoved, { ...event, data: ContentMoved.example });
    await fixture.service.drained();
    expect(await get(post)).toMatchObject({ status: 'pending', revision: 1 });
  });
});
