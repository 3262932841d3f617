import { type Log, Metrics } from '@smartcontent/service';
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { correlationIdOf, openRequests, standardHeadersOf } from './open-request.js';

/** The lines that a request leaves in the log. */
async function linesOf(isAccessLogged: boolean, url: string): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const log = { info: (message: string, fields: object) => lines.push({ message, ...fields }) } as unknown as Log;
  const app = fastify({ genReqId: correlationIdOf });
  openRequests(app, standardHeadersOf(null), { log, metrics: new Metrics(), isAccessLogged });
  app.get('/v1/echoes/:echo_id', async () => ({ ok: true }));
  await app.listen({ host: '127.0.0.1', port: 0 });
  await (await fetch(`${app.listeningOrigin}${url}`, { headers: { 'x-correlation-id': 'c-1' } })).text();
  await app.close();
  return lines;
}

test('a request leaves one line, without its query', async () => {
  expect(await linesOf(true, '/v1/echoes/7?q=secret')).toEqual([
    {
      message: 'request',
      correlation_id: 'c-1',
      method: 'GET',
      path: '/v1/echoes/7',
      route: '/v1/echoes/:echo_id',
      status: 200,
      duration_ms: expect.any(Number),
      bytes: 11,
      address: '127.0.0.1',
      traceparent: expect.stringMatching(/^00-/),
    },
  ]);
});

test('and none where access is not logged', async () => {
  expect(await linesOf(false, '/v1/echoes/7')).toEqual([]);
});
