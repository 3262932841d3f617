import {
  AppError,
  ContentCreated,
  ContentDeleted,
  ContentMoved,
  ContentPublished,
  ContentUpdated,
  type EventContract,
  ListContentActivity,
  PlatformAccountConnected,
  PostPublished,
  PostScheduled,
  PostStopped,
  VersionApproved,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { deadLetterOf, eventually, playEvent } from '@smartcontent/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { ActivityService } from '../src/activity/activity.service.js';
import { useAnalytics } from './use-analytics.js';

const analytics = useAnalytics();
let service: RunningService;
beforeAll(async () => {
  service = await analytics.start();
});

const OF_CONTENT: EventContract[] = [ContentCreated, ContentUpdated, ContentMoved, VersionApproved, ContentPublished, ContentDeleted];
const OF_POSTS: EventContract[] = [PostScheduled, PostPublished, PostStopped];

/** An event as its contract's example has it, of a company and a content of its own. */
function played(contract: EventContract) {
  const caller = analytics.stack.caller();
  const contentId = newId();
  const isOfPost = OF_POSTS.includes(contract);
  const data = { ...(contract.example as object), ...(isOfPost && { content_id: contentId }) };
  const aggregateId = isOfPost ? newId() : contentId;
  const event = { id: newId(), time: new Date().toISOString(), companyId: caller.companyId, aggregateId, data };
  const lines = async () => (await caller.call(ListContentActivity, { content_id: contentId })).items;
  return { event, lines };
}

describe.each([...OF_CONTENT, ...OF_POSTS])('the handler of $subject', (contract) => {
  test('writes one line of the content’s timeline, also when it is delivered twice', async () => {
    const { event, lines } = played(contract);
    for (const _ of [1, 2]) await playEvent(analytics.stack.nats, contract, event);
    await service.drained();
    const [, owner, entity, past] = contract.subject.split('.');
    expect(await lines()).toEqual([
      {
        event_id: event.id,
        type: `${entity}.${past}`,
        occurred_at: `${event.time.slice(0, -1)}000Z`,
        actor: `service:${owner}`,
        aggregate_id: event.aggregateId,
        aggregate_version: 1,
        details: expect.any(Object),
      },
    ]);
  });

  test('gives a malformed one to the dead letters', async () => {
    const { event, lines } = played(contract);
    const id = await playEvent(analytics.stack.nats, contract, { ...event, data: { user_id: 7, content_id: 7 } });
    expect(await deadLetterOf(analytics.stack.nats, id)).toMatchObject({
      subject: `dlq.analytics.${contract.subject}`,
      cause: 'malformed',
    });
    expect(await lines()).toEqual([]);
  });

  test('tries again after a failure that passes, and writes it once', async () => {
    const { event, lines } = played(contract);
    await analytics.stack.query(`
      CREATE FUNCTION analytics.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a failure that passes'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON analytics.content_activity FOR EACH ROW EXECUTE FUNCTION analytics.fail()`);
    const id = await playEvent(analytics.stack.nats, contract, event);
    await eventually(async () => {
      const rows = await analytics.stack.query('SELECT 1 FROM analytics.inbox WHERE event_id = $1 AND attempts > 0', [id]);
      expect(rows).toHaveLength(1);
    });
    expect(await lines()).toEqual([]);
    await analytics.stack.query('DROP FUNCTION analytics.fail CASCADE');
    await service.drained();
    expect(await lines()).toMatchObject([{ event_id: id }]);
  });

  test('gives one that can never be handled to the dead letters, and writes the one that came with it', async () => {
    const [bad, good] = [played(contract), played(contract)];
    const activity = service.get(ActivityService);
    const method = OF_POSTS.includes(contract) ? 'recordPosts' : 'recordContents';
    const record = activity[method].bind(activity);
    activity[method] = async (events: never, tx: never) => {
      await record(events, tx);
      if ((events as { id: string }[]).some(({ id }) => id === bad.event.id)) throw new AppError('CONTENT_NOT_FOUND');
    };
    try {
      for (const { event } of [bad, good]) await playEvent(analytics.stack.nats, contract, event);
      expect(await deadLetterOf(analytics.stack.nats, bad.event.id)).toMatchObject({
        cause: 'permanent',
        error: expect.stringContaining('CONTENT_NOT_FOUND'),
      });
      await service.drained();
      expect([await bad.lines(), await good.lines()]).toMatchObject([[], [{ event_id: good.event.id }]]);
    } finally {
      activity[method] = ActivityService.prototype[method];
    }
  });
});

test('a line keeps ids and states of its event, and no text', async () => {
  const { event, lines } = played(ContentPublished);
  await playEvent(analytics.stack.nats, ContentPublished, event);
  await service.drained();
  const { status, version_id, post_id, platform, published_at } = ContentPublished.example;
  expect((await lines())[0]?.details).toEqual({ status, version_id, post_id, platform, published_at });
});

test('what happens to a platform account is no line', async () => {
  const { event } = played(PostScheduled);
  await analytics.stack.query('DELETE FROM analytics.content_activity');
  await playEvent(analytics.stack.nats, PlatformAccountConnected, event);
  await service.drained();
  expect(await analytics.stack.query('SELECT 1 FROM analytics.content_activity')).toEqual([]);
});
