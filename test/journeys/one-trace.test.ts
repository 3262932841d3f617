import { CreateContent, ListContentActivity, UpdateContent } from '@smartcontent/contracts';
import { freePort } from '@smartcontent/local-stack';
import { eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Company } from './company.js';
import { OtlpReceiver, type SeenSpan, treeOf } from './otlp-receiver.js';
import { JourneyPlatform } from './platform.js';
import { ServiceProcess } from './service-process.js';

const SERVICES = ['identity', 'content', 'analytics', 'gateway'] as const;
const stack = useStack();
const platform = new JourneyPlatform(stack);
const running: ServiceProcess[] = [];
let receiver: OtlpReceiver;
let company: Company;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  const port = await freePort();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_BSP_SCHEDULE_DELAY: '100', PORT: String(port) };
  const start = async (name: string, own: Record<string, string>) =>
    running.push(await ServiceProcess.start([`services/${name}/dist/main.js`], { ...own, ...env }));
  await Promise.all(SERVICES.map((name) => start(name, stack.env(name))));
  platform.url = `http://127.0.0.1:${port}`;
  await eventually(() => fetch(`${platform.url}/livez`));
  company = await Company.signUp(platform);
});
afterAll(async () => {
  for (const service of running) await service[Symbol.asyncDispose]();
  await receiver?.[Symbol.asyncDispose]();
});

/**
 * The trace that began with the latest request for this route, once it holds spans of these names; those inside a span come before it, but each
 * service sends its own when it likes, so that a span may also come before the one of another service that it is inside of.
 */
function traceOf(route: string, ...names: string[]): Promise<SeenSpan[]> {
  return eventually(
    () => {
      const first = receiver.spans.findLast(({ attributes }) => attributes['http.route'] === route);
      if (!first) throw new Error(`nothing of ${route} was traced`);
      const spans = receiver.trace(first.traceId);
      const missing = names.filter((name) => !spans.some((span) => span.name === name));
      if (missing.length > 0) throw new Error(`no ${missing} in\n${treeOf(spans).join('\n')}`);
      const ids = new Set(spans.map(({ spanId }) => spanId));
      const stray = spans.filter(({ parentId }) => parentId !== '' && !ids.has(parentId));
      if (stray.length > 0) throw new Error(`nothing is around ${stray.map(({ service, name }) => `${service} ${name}`)}`);
      return spans;
    },
    { timeoutMs: 20_000 },
  );
}

test('a write is one trace, from the HTTP request over rpc, outbox, event and handler to the stores', async () => {
  const { id } = await company.write();
  await eventually(async () => expect((await platform.call(ListContentActivity, { content_id: id }, company.token)).items).toHaveLength(1));
  const spans = await traceOf('/v1/content', 'send evt.content.content.created.v1', 'process EVT_CONTENT');
  process.stdout.write(`${treeOf(spans).join('\n')}\n`);
  expect(spans[0]).toMatchObject({ service: 'gateway', kind: 'server', name: 'POST /v1/content', parentId: '' });
  const lines = treeOf(spans).map((line) => line.trim());
  expect(lines).toEqual(
    expect.arrayContaining([
      `gateway client ${CreateContent.subject}`,
      `content server ${CreateContent.subject}`,
      'content internal transaction content',
      'content producer send evt.content.content.created.v1',
      'analytics consumer process EVT_CONTENT',
      'analytics internal transaction analytics',
      'analytics client INSERT content_activity',
    ]),
  );
  expect(spans.filter(({ hasFailed }) => hasFailed)).toEqual([]);
});

test('a handler’s own writes go on in the trace of the event', async () => {
  const { id, revision } = await company.write();
  await platform.call(UpdateContent, { content_id: id, revision, title: 'Another title' }, company.token);
  const handled = 'process evt.content.content.updated.v1';
  const spans = await traceOf('/v1/content/:content_id', handled);
  const process = spans.find(({ name }) => name === handled);
  expect(process).toMatchObject({ service: 'content', kind: 'consumer', attributes: { 'messaging.system.name': 'nats' } });
  expect(spans.filter(({ parentId }) => parentId === process?.spanId).map(({ name }) => name)).toContain('transaction content');
});

test('writes at the same time keep apart, and whoever handles them together points to each', async () => {
  const known = new Set(receiver.spans.map(({ traceId }) => traceId));
  await Promise.all(Array.from({ length: 20 }, () => company.write()));
  const handled = ({ name }: SeenSpan) => name === 'process EVT_CONTENT';
  await eventually(
    () => {
      const writes = receiver.spans.filter(({ name, traceId }) => name === 'POST /v1/content' && !known.has(traceId));
      expect(writes).toHaveLength(20);
      for (const { traceId } of writes) {
        // The rate limiter counts several requests of one caller with one command.
        const spans = receiver.trace(traceId).filter(({ service, name }) => service !== 'analytics' && name !== 'RLFLXINCR');
        expect(spans.map(({ name }) => name).sort()).toEqual([
          'INSERT content_versions INSERT content',
          'INSERT outbox INSERT audit_log',
          'POST /v1/content',
          CreateContent.subject,
          CreateContent.subject,
          'send evt.content.content.created.v1',
          'transaction content',
        ]);
        const isHandled = receiver.spans.some((span) => handled(span) && [span.traceId, ...span.linkedTraceIds].includes(traceId));
        expect(isHandled).toBe(true);
      }
    },
    { timeoutMs: 20_000 },
  );
});

test('an accepted event is in the trace of its batch until it stands in ClickHouse', async () => {
  const answer = await platform.http('POST', '/v1/events', { token: company.token, body: [{ event_type: 'view', visitor_id: 'v1' }] });
  expect(answer.body).toMatchObject({ accepted: 1 });
  const spans = await traceOf('/v1/events', 'process INGEST');
  process.stdout.write(`${treeOf(spans).join('\n')}\n`);
  const lines = treeOf(spans).map((line) => line.trim());
  expect(lines).toEqual(expect.arrayContaining(['gateway producer send INGEST', 'analytics client INSERT events']));
});

test('what a client traces goes on in its own trace', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  await platform.http('GET', '/v1/content', { token: company.token, headers: { traceparent } });
  await eventually(
    () => {
      const spans = receiver.trace('4bf92f3577b34da6a3ce929d0e0e4736');
      expect(spans[0]).toMatchObject({ name: 'GET /v1/content', parentId: '00f067aa0ba902b7' });
      expect(spans.map(({ service }) => service)).toContain('content');
    },
    { timeoutMs: 20_000 },
  );
});
