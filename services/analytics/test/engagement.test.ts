import { type Engagement, PageEngagement, type RequestContext } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { beforeAll, expect, test } from 'vitest';
import { event, events, RECEIVED, useAnalytics } from './use-analytics.js';

const analytics = useAnalytics();
const { stack } = analytics;
/** What holds a range between its insert and its commit. */
let betweenInsertAndCommit: () => Promise<void> = async () => undefined;
beforeAll(() => analytics.start({ afterInsert: () => betweenInsertAndCommit() }));

const INPUT = { after: '0', event_types: ['view', 'like'] };

function asEmbeddings(): Promise<RequestContext> {
  return stack.actorTokens('embeddings').serviceContext(null, 'test');
}

/** Everything from a place on, as a follower reads it. */
async function follow(after: string): Promise<{ items: Engagement[]; next: string }> {
  const items: Engagement[] = [];
  for (let next = after; ; ) {
    const page = await stack.caller().call(PageEngagement, { ...INPUT, after: next }, await asEmbeddings());
    items.push(...page.items);
    next = page.next;
    if (page.is_last) return { items, next };
  }
}

test('events about contents are read once each, in the order of their arrival, page by page', async () => {
  const [ada, eve] = [stack.caller(), stack.caller()];
  const [content_id, user_id] = [newId(), newId()];
  const nothing = await follow('0');
  expect(nothing.items).toEqual([]);
  await analytics.send(ada.companyId, [event({ content_id, user_id }), event({ content_id, event_type: 'like' }), event()]);
  await analytics.send(eve.companyId, [event({ content_id: newId(), event_type: 'opened' }), event({ content_id })]);
  await analytics.booked(ada, { stored: 3, in_flight: 0 });
  await analytics.booked(eve, { stored: 2, in_flight: 0 });
  const first = await follow(nothing.next);
  const shown = { content_id, user_id: null, event_type: 'view', occurred_at: RECEIVED.getTime() };
  expect(first.items).toEqual([
    { ...shown, company_id: ada.companyId, user_id },
    { ...shown, company_id: ada.companyId, event_type: 'like' },
    { ...shown, company_id: eve.companyId },
  ]);
  expect((await follow(first.next)).items).toEqual([]);

  await analytics.send(ada.companyId, events(7_000, { content_id }));
  await analytics.booked(ada, { stored: 7_003, in_flight: 0 });
  const second = await follow(first.next);
  expect(second.items).toHaveLength(7_000);
  expect((await follow('0')).items).toEqual([...first.items, ...second.items]);
});

test('an event that came twice is read once', async () => {
  const ada = stack.caller();
  const { next } = await follow('0');
  const twice = event({ content_id: newId() });
  await analytics.send(ada.companyId, [twice]);
  await analytics.send(ada.companyId, [twice]);
  await analytics.booked(ada, { stored: 1, duplicate: 1, in_flight: 0 });
  expect((await follow(next)).items).toHaveLength(1);
});

test('an event is in no page before its range is committed, so that none before it is missed', async () => {
  const ada = stack.caller();
  const { next } = await follow('0');
  const [inserted, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  betweenInsertAndCommit = () => {
    inserted.resolve();
    return gate.promise;
  };
  await analytics.send(ada.companyId, [event({ content_id: newId() })]);
  await inserted.promise;
  expect(await follow(next)).toEqual({ items: [], next });
  gate.resolve();
  betweenInsertAndCommit = async () => undefined;
  await analytics.booked(ada, { stored: 1, in_flight: 0 });
  expect((await follow(next)).items).toHaveLength(1);
});

test('nobody but embeddings may read them', async () => {
  await expect(stack.caller().call(PageEngagement, INPUT)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
  const context = await stack.actorTokens('content').serviceContext(null, 'test');
  await expect(stack.caller().call(PageEngagement, INPUT, context)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
});
