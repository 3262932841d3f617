import { jetstreamManager } from '@nats-io/jetstream';
import { RequestClient } from '@smartcontent/bus';
import { ContentUpdated, OPERATOR_REQUESTS, PostScheduled } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { playEvent } from '@smartcontent/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { useAnalytics } from './use-analytics.js';

const analytics = useAnalytics();
const { stack } = analytics;
let service: RunningService;
beforeAll(async () => {
  service = await analytics.start();
});
beforeEach(async () => {
  for (const stream of ['EVT_CONTENT', 'EVT_SCHEDULING']) await purge(stream);
  await stack.query('DELETE FROM analytics.content_activity');
});

async function purge(stream: string): Promise<void> {
  await (await jetstreamManager(stack.nats)).streams.purge(stream);
}

const companies = [newId(), newId()];

/** Three versions of each of these contents, each with a post of one version, in two companies. */
async function happen(contentIds: readonly string[], fromVersion = 1): Promise<void> {
  for (let version = fromVersion; version < fromVersion + 3; version += 1) {
    for (const [index, aggregateId] of contentIds.entries()) {
      const companyId = companies[index % 2] as string;
      await playEvent(stack.nats, ContentUpdated, { companyId, aggregateId, aggregateVersion: version, data: ContentUpdated.example });
      const data = { ...PostScheduled.example, content_id: aggregateId };
      if (version === fromVersion) await playEvent(stack.nats, PostScheduled, { companyId, aggregateId: newId(), data });
    }
  }
  await service.drained();
}

/** As the operator asks for it. */
async function rebuild(): Promise<readonly string[]> {
  const context = await stack.contextOf({ kind: 'operator', company_id: null });
  const asked = { projection: 'activity' };
  const { sources } = await new RequestClient(stack.nats).call(OPERATOR_REQUESTS.analytics.RebuildProjection, asked, context);
  await service.drained();
  return sources;
}

/** The lines, in the order of writing for each content or post. */
async function lines(): Promise<string[]> {
  const rows = await stack.query<{ line: string }>(
    `SELECT concat_ws(' ', company_id, content_id, aggregate_id, aggregate_version, event_id, type, actor, occurred_at, details) AS line
     FROM analytics.content_activity ORDER BY company_id, content_id, aggregate_id, place`,
  );
  return rows.map(({ line }) => line);
}

test('lines that were lost, doubled or forged are made anew as they were, however often it is asked for', async () => {
  await happen(Array.from({ length: 10 }, newId));
  const before = await lines();
  expect(before).toHaveLength(40);
  const columns = 'company_id, content_id, event_id, type, aggregate_id, aggregate_version, actor, occurred_at, details';
  await stack.query('DELETE FROM analytics.content_activity WHERE aggregate_version = 2');
  await stack.query(`INSERT INTO analytics.content_activity (${columns}) SELECT ${columns} FROM analytics.content_activity`);
  await stack.query(`UPDATE analytics.content_activity SET actor = 'user:nobody' WHERE aggregate_version = 3`);
  expect(await rebuild()).toEqual(['content', 'scheduling']);
  expect(await lines()).toEqual(before);
  await rebuild();
  expect(await lines()).toEqual(before);
});

test('lines of events that the streams no longer hold stay, and what follows them is written', async () => {
  const contentIds = Array.from({ length: 5 }, newId);
  await happen(contentIds);
  await purge('EVT_CONTENT');
  await happen(contentIds, 4);
  const before = await lines();
  expect(before).toHaveLength(40);
  await stack.query(`DELETE FROM analytics.content_activity WHERE type = 'post.scheduled' OR aggregate_version = 5`);
  await rebuild();
  expect(await lines()).toEqual(before);
  await happen(contentIds, 7);
  expect(await lines()).toHaveLength(60);
});
