import { jetstreamManager } from '@nats-io/jetstream';
import { CreateContent, GetIngestAccounting, SchedulePost } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TcpProxy } from '../chaos/tcp-proxy.js';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const HOUR_MS = 3_600_000;
const cut: Record<'postgres' | 'schedulingPostgres' | 'redis' | 'clickhouse' | 'nats', TcpProxy> = {} as never;
const platform = usePlatform(async (stack) => {
  const content = stack.env('content');
  const analytics = stack.env('analytics');
  const scheduling = stack.env('scheduling');
  cut.postgres = await TcpProxy.before(content.POSTGRES_URL as string);
  cut.schedulingPostgres = await TcpProxy.before(scheduling.POSTGRES_URL as string);
  cut.redis = await TcpProxy.before(content.REDIS_URL as string);
  cut.clickhouse = await TcpProxy.before(analytics.CLICKHOUSE_URL as string);
  cut.nats = await TcpProxy.before(content.NATS_URL as string);
  const redis = { REDIS_URL: cut.redis.through(content.REDIS_URL as string) };
  return {
    content: {
      ...redis,
      POSTGRES_URL: cut.postgres.through(content.POSTGRES_URL as string),
      POSTGRES_SYSTEM_URL: cut.postgres.through(content.POSTGRES_SYSTEM_URL as string),
    },
    scheduling: {
      POSTGRES_URL: cut.schedulingPostgres.through(scheduling.POSTGRES_URL as string),
      POSTGRES_SYSTEM_URL: cut.schedulingPostgres.through(scheduling.POSTGRES_SYSTEM_URL as string),
    },
    analytics: { CLICKHOUSE_URL: cut.clickhouse.through(analytics.CLICKHOUSE_URL as string) },
    gateway: { ...redis, NATS_URL: cut.nats.through(stack.natsUrl('gateway')) },
  };
});
let acme: Company;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});
afterEach(async () => {
  for (const store of Object.values(cut)) await store.mend();
  await eventually(async () => expect((await platform.http('GET', '/v1/content', { token: acme.token })).status).toBe(200));
});
afterAll(async () => {
  for (const store of Object.values(cut)) await store.cut();
});

describe('while Postgres is away', () => {
  it('content answers 503, keeps nothing half-written, and comes back by itself', async () => {
    await cut.postgres.cut();
    const body = { content_type: 'blog_post', title: 'while away' };
    const answer = await platform.http('POST', '/v1/content', { token: acme.token, body });
    expect(answer).toMatchObject({ status: 503, body: { code: 'PLATFORM_STORE_UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).not.toBeNull();
    await cut.postgres.mend();
    await eventually(async () => expect((await platform.http('POST', '/v1/content', { token: acme.token, body })).status).toBe(201));
    const { body: list } = await platform.http('GET', '/v1/content?limit=100', { token: acme.token });
    expect(list.items.filter((item: { title: string }) => item.title === 'while away')).toHaveLength(1);
  });

  it('an event that scheduling should handle waits and is handled afterwards', async () => {
    const content = await acme.writeApproved('Archived while away');
    const account = await acme.connectSandbox('away');
    const post = await platform.call(
      SchedulePost,
      {
        content_id: content.id,
        version_id: content.version_id,
        platform_account_id: account.id,
        scheduled_time: new Date(Date.now() + HOUR_MS).toISOString(),
      },
      acme.token,
    );
    await cut.schedulingPostgres.cut();
    expect((await platform.http('POST', `/v1/content/${content.id}/archive`, { token: acme.token, body: {} })).status).toBe(200);
    const away = await platform.http('GET', `/v1/scheduled-posts/${post.id}`, { token: acme.token });
    expect(away).toMatchObject({ status: 503, body: { code: 'PLATFORM_STORE_UNAVAILABLE' } });
    await cut.schedulingPostgres.mend();
    await eventually(async () => {
      const { body } = await platform.http('GET', `/v1/scheduled-posts/${post.id}`, { token: acme.token });
      expect(body).toMatchObject({ status: 'cancelled', error_code: 'CONTENT_WITHDRAWN', revision: 2 });
    });
  });
});

describe('while Redis is away', () => {
  it('reads and writes go on, without limits and cache', async () => {
    const content = await acme.write('Before Redis left');
    await cut.redis.cut();
    expect((await platform.http('GET', `/v1/content/${content.id}`, { token: acme.token })).body.title).toBe('Before Redis left');
    const written = await platform.call(CreateContent, { content_type: 'email', title: 'Without Redis' }, acme.token);
    expect((await platform.http('GET', `/v1/content/${written.id}`, { token: acme.token })).status).toBe(200);
  });
});

describe('while ClickHouse is away', () => {
  it('events are accepted, wait in the stream, and are stored once it is back', async () => {
    await cut.clickhouse.cut();
    const sent = await platform.http('POST', '/v1/events', { token: acme.token, body: [{ event_type: 'patience' }] });
    expect(sent).toMatchObject({ status: 202, body: { accepted: 1 } });
    const range = `from=${new Date(Date.now() - HOUR_MS).toISOString()}&to=${new Date(Date.now() + HOUR_MS).toISOString()}`;
    const away = await platform.http('GET', `/v1/analytics/totals?${range}`, { token: acme.token });
    expect(away).toMatchObject({ status: 503, body: { code: 'PLATFORM_STORE_UNAVAILABLE' } });
    await cut.clickhouse.mend();
    await eventually(async () => {
      const { body } = await platform.http('GET', `/v1/analytics/totals?${range}`, { token: acme.token });
      expect(body.items).toEqual([{ event_type: 'patience', events: 1, visitors: expect.any(Number) }]);
    });
    const accounted = { from: new Date(Date.now() - HOUR_MS).toISOString(), to: new Date(Date.now() + HOUR_MS).toISOString() };
    // An event counts in the totals a little before it is noted as stored.
    await eventually(async () => {
      const { items } = await platform.call(GetIngestAccounting, accounted, acme.token);
      expect(items.map((item) => [item.accepted, item.stored, item.in_flight])).toEqual([[1, 1, 0]]);
    });
  });
});

describe('while the ingest stream has room for a part of a batch', () => {
  it('the books tell what was kept, and sent again under its key the batch is whole', async () => {
    const sender = await Company.signUp(platform);
    const body = Array.from({ length: 300 }, () => ({ event_type: 'wide', properties: { text: 'x'.repeat(8_000) } }));
    const send = () => platform.http('POST', '/v1/events', { token: sender.token, body, headers: { 'idempotency-key': 'wide' } });
    const books = async () => {
      const range = { from: new Date(Date.now() - HOUR_MS).toISOString(), to: new Date(Date.now() + HOUR_MS).toISOString() };
      const { items } = await platform.call(GetIngestAccounting, range, sender.token);
      return items.map(({ received, accepted, stored, duplicate, in_flight }) => [received, accepted, stored, duplicate, in_flight]);
    };
    const { streams } = await jetstreamManager(platform.stack.nats);
    const { config, state } = await streams.info('INGEST');
    await streams.update('INGEST', { ...config, max_bytes: state.bytes + 1_500_000 });
    const refused = await send();
    await streams.update('INGEST', config);
    expect(refused).toMatchObject({ status: 503, body: { code: 'ANALYTICS_INGEST_FULL', data: { durable: expect.any(Number) } } });
    const { durable } = refused.body.data;
    expect(durable).toBeGreaterThan(0);
    await eventually(async () => expect(await books()).toEqual([[durable, durable, durable, 0, 0]]));
    expect((await send()).status).toBe(202);
    await eventually(async () => expect(await books()).toEqual([[300, 300, 300, 0, 0]]));
  });
});

describe('while NATS is away from the gateway', () => {
  it('events are refused with 503, since nobody could promise to keep them', async () => {
    await cut.nats.cut();
    const sent = await platform.http('POST', '/v1/events', { token: acme.token, body: [{ event_type: 'lost' }] });
    expect(sent.status).toBe(503);
    const asked = await platform.http('GET', '/v1/content', { token: acme.token });
    expect(asked.status).toBe(503);
  });
});
