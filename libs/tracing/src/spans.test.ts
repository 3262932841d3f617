import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { activeTraceparent, beginSpan, inSpan, together } from './spans.js';
import { startTracing, type Tracing, type TracingOptions } from './start-tracing.js';

const incoming = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const another = incoming.replace('4bf9', '5bf9');
const collector = createServer((request, response) => void request.resume().on('end', () => response.end('{}')));
const options = {
  service: 'content',
  endpoint: '',
  sampler: 'always_on' as TracingOptions['sampler'],
  samplerRatio: 1,
  sendEveryMs: 5_000,
};
let tracing: Tracing | undefined;
afterEach(async () => {
  await tracing?.stop();
  tracing = undefined;
});

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  options.endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterAll(() => {
  collector.closeAllConnections();
  collector.close();
});

it('runs the work and describes nothing where nobody traces', async () => {
  const describe = () => {
    throw new Error('described');
  };
  expect(await inSpan(describe, async (span) => span)).toBeUndefined();
  expect(beginSpan(describe)).toBeUndefined();
  expect(activeTraceparent()).toBeNull();
});

it('goes on from its parent, and what is done inside goes on from it', async () => {
  tracing = await startTracing(options);
  await inSpan(
    () => ({ name: 'outer', kind: 'server', parent: incoming }),
    async (span) => {
      expect(span?.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/);
      expect(activeTraceparent()).toBe(span?.traceparent);
      await inSpan(
        () => ({ name: 'inner', kind: 'client' }),
        async (inner) => expect(inner?.traceparent.slice(0, 35)).toBe(incoming.slice(0, 35)),
      );
    },
  );
});

it('makes no span of what a service does on its own account', async () => {
  tracing = await startTracing(options);
  expect(
    await inSpan(
      () => ({ name: 'poll', kind: 'client' }),
      async (span) => span,
    ),
  ).toBeUndefined();
});

it('asks the sampler for a trace that begins here, and keeps to what was decided before', async () => {
  tracing = await startTracing({ ...options, sampler: 'parentbased_always_off' });
  const flagsOf = (parent: string | null) =>
    inSpan(
      () => ({ name: 'any', kind: 'server', parent }),
      async (span) => span?.traceparent.slice(-2),
    );
  expect(await flagsOf(null)).toBe('00');
  expect(await flagsOf(incoming)).toBe('01');
});

it('passes errors on', async () => {
  tracing = await startTracing(options);
  await expect(
    inSpan(
      () => ({ name: 'any', kind: 'server', parent: null }),
      () => Promise.reject(new Error('failed')),
    ),
  ).rejects.toThrow('failed');
});

it('puts a batch into the trace that all of it is of, or links it to each', () => {
  expect(together([incoming, incoming, null])).toEqual({ parent: incoming });
  expect(together([incoming, another])).toEqual({ parent: null, links: [incoming, another] });
  expect(together([undefined])).toEqual({ parent: null, links: [] });
});

it('does not wait long for a collector that is away', async () => {
  tracing = await startTracing({ ...options, endpoint: 'http://127.0.0.1:1' });
  beginSpan(() => ({ name: 'any', kind: 'server', parent: null }))?.end();
  const startedMs = performance.now();
  await tracing.stop();
  tracing = undefined;
  expect(performance.now() - startedMs).toBeLessThan(3_500);
});
