import { Cache, UserStream } from '@smartcontent/cache';
import {
  AppError,
  ContentDeleted,
  ContentMoved,
  ContentPublished,
  ContentUpdated,
  type EventContract,
  GetContent,
  VersionApproved,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { Metrics } from '@smartcontent/service';
import { deadLetterOf, eventually, playEvent } from '@smartcontent/testing';
import { describe, expect, test } from 'vitest';
import { ContentService } from '../src/content/content.service.js';
import { useContent, write } from './use-content.js';

const content = useContent();
const { stack } = content;
const OWN: EventContract[] = [ContentUpdated, ContentMoved, VersionApproved, ContentDeleted, ContentPublished];

/** A content in the cache whose row has moved on without anybody telling the cache: its writer died after the commit. */
async function staleInCache(contract: EventContract) {
  const author = stack.caller();
  const { id } = await write(author);
  await author.call(GetContent, { content_id: id });
  await stack.query(`UPDATE content.content SET title = 'after', revision = 2 WHERE id = $1`, [id]);
  const read = async () => (await author.call(GetContent, { content_id: id })).title;
  expect(await read()).toBe('Road to 1.0');
  const data = { ...(contract.example as object), user_id: author.userId };
  const event = { id: newId(), time: new Date().toISOString(), companyId: author.companyId, aggregateId: id, aggregateVersion: 2, data };
  return { event, read, author };
}

/** Redis as it is when its memory is full: it reads, and writes nothing. */
async function fullRedis(isFull: boolean): Promise<void> {
  await content.service.get(Cache).redis.config('SET', 'maxmemory', isFull ? '1' : '0');
}

/** Deliveries of this event that will come again, as the service's own figures have it. */
async function retries(contract: EventContract): Promise<number> {
  const text = await content.service.get(Metrics).text();
  const line = text
    .split('\n')
    .find((l) => l.includes('duration_seconds_count') && l.includes(`"${contract.subject}"`) && l.includes('"retried"'));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe.each(OWN)('the handler of $subject', (contract) => {
  test('drops what the writer could not drop, also when it is delivered twice', async () => {
    const { event, read } = await staleInCache(contract);
    for (const _ of [1, 2]) await playEvent(stack.nats, contract, event);
    await content.service.drained();
    expect(await read()).toBe('after');
  });

  test('gives a malformed one to the dead letters', async () => {
    const { event } = await staleInCache(contract);
    const id = await playEvent(stack.nats, contract, { ...event, data: { user_id: 7 } });
    expect(await deadLetterOf(stack.nats, id)).toMatchObject({ subject: `dlq.content.${contract.subject}`, cause: 'malformed' });
  });

  test('waits out a Redis that takes nothing, and then handles it', async () => {
    const { event, read } = await staleInCache(contract);
    const before = await retries(contract);
    await fullRedis(true);
    try {
      await playEvent(stack.nats, contract, event);
      await eventually(async () => expect(await retries(contract)).toBeGreaterThan(before));
    } finally {
      await fullRedis(false);
    }
    await content.service.drained();
    expect(await read()).toBe('after');
  });

  test('gives one that can never be handled to the dead letters', async () => {
    const { event } = await staleInCache(contract);
    const service = content.service.get(ContentService);
    service.forget = () => Promise.reject(new AppError('CONTENT_NOT_FOUND'));
    try {
      const id = await playEvent(stack.nats, contract, event);
      expect(await deadLetterOf(stack.nats, id)).toMatchObject({ cause: 'permanent', error: expect.stringContaining('CONTENT_NOT_FOUND') });
    } finally {
      service.forget = ContentService.prototype.forget;
    }
  });
});

describe('a publication', () => {
  test('is told to the author once, however often its event comes', async () => {
    const { event, author } = await staleInCache(ContentPublished);
    for (const _ of [1, 2, 3]) await playEvent(stack.nats, ContentPublished, event);
    await content.service.drained();
    const told = await content.service.get(UserStream).read(author.userId, author.companyId, '0-0');
    const { post_id, platform, title, published_at } = ContentPublished.example;
    expect(told).toEqual([
      {
        id: expect.any(String),
        type: 'content.published',
        time: event.time,
        data: { content_id: event.aggregateId, post_id, platform, title, published_at },
      },
    ]);
  });
});
