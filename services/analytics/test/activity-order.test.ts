import {
  ContentCreated,
  ContentDeleted,
  ContentMoved,
  ContentPublished,
  ContentUpdated,
  type EventContract,
  PostPublished,
  PostScheduled,
  PostStopped,
  VersionApproved,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { type PlayedEvent, playEvent } from '@smartcontent/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useAnalytics } from './use-analytics.js';

const analytics = useAnalytics();

const OF_CONTENT: readonly EventContract[] = [
  ContentCreated,
  ContentUpdated,
  ContentMoved,
  VersionApproved,
  ContentPublished,
  ContentDeleted,
];
const OF_POST: readonly EventContract[] = [PostScheduled, PostPublished, PostStopped];
const COMPANIES = 3;
const AGGREGATES = 9;

/** What the streams carry, in order: the next event of an aggregate, or one that was there before once more. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('next' as const), aggregate: fc.nat(AGGREGATES - 1), type: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), event: fc.nat() }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Sent {
  readonly contract: EventContract;
  readonly event: PlayedEvent & { readonly id: string; readonly aggregateVersion: number };
}

/** Aggregates and companies of their own for these steps; every third aggregate is a post, of the content before it. */
function messagesOf(steps: readonly Step[]): Sent[] {
  const companies = Array.from({ length: COMPANIES }, newId);
  const ids = Array.from({ length: AGGREGATES }, newId);
  const versions = ids.map(() => 0);
  const sent: Sent[] = [];
  for (const one of steps) {
    if (one.kind === 'again') {
      const earlier = sent[one.event % Math.max(sent.length, 1)];
      if (earlier) sent.push(earlier);
      continue;
    }
    const { aggregate, type } = one;
    const isPost = aggregate % 3 === 2;
    const contracts = isPost ? OF_POST : OF_CONTENT;
    const contract = contracts[type % contracts.length] as EventContract;
    versions[aggregate] = (versions[aggregate] as number) + 1;
    sent.push({
      contract,
      event: {
        id: newId(),
        time: new Date().toISOString(),
        companyId: companies[Math.floor(aggregate / 3)] as string,
        aggregateId: ids[aggregate] as string,
        aggregateVersion: versions[aggregate] as number,
        data: { ...(contract.example as object), ...(isPost && { content_id: ids[aggregate - 1] }) },
      },
    });
  }
  return sent;
}

/** The lines that a plain fold gives: each event once, those of an aggregate in the order of their versions. */
function fold(sent: readonly Sent[]): Map<string, string[]> {
  const unique = [...new Map(sent.map(({ event }) => [event.id, event])).values()];
  const ofAggregates = Map.groupBy(unique, (event) => event.aggregateId);
  return new Map(
    [...ofAggregates].map(([id, events]) => [id, events.map((event) => `${event.companyId} ${event.aggregateVersion} ${event.id}`)]),
  );
}

test('whatever comes in whatever turn and however often, each event is one line, and versions ascend by place', async () => {
  const services = [await analytics.start(), await analytics.start()];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 200, size: 'max' }), async (steps) => {
      const sent = messagesOf(steps);
      // One connection keeps the order, and as they do not wait for each other they come in batches.
      await Promise.all(sent.map(({ contract, event }) => playEvent(analytics.stack.nats, contract, event)));
      for (const service of services) await service.drained();
      const rows = await analytics.stack.query<{ aggregate_id: string; line: string }>(
        `SELECT aggregate_id, concat_ws(' ', company_id, aggregate_version, event_id) AS line FROM analytics.content_activity
         WHERE aggregate_id = ANY ($1) ORDER BY place`,
        [sent.map(({ event }) => event.aggregateId)],
      );
      const lines = Map.groupBy(rows, (row) => row.aggregate_id);
      expect(new Map([...lines].map(([id, own]) => [id, own.map(({ line }) => line)]))).toEqual(fold(sent));
    }),
    { numRuns: 15 },
  );
});
