import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Callers } from './callers.js';
import type { Company } from './company.js';
import { targetOf } from './requests.js';
import { runFuzz } from './run-fuzz.js';

const problem = { 'application/problem+json': { schema: { type: 'object', required: ['code'] }, examples: { KNOWN: {} } } };
const yes = { 'application/json': { schema: { $ref: '#/components/schemas/Yes' } } };
const operation = (properties: object, more: object = {}) => ({
  security: [],
  requestBody: { content: { 'application/json': { schema: { type: 'object', properties, required: Object.keys(properties) } } } },
  responses: { 200: { content: yes }, 409: { content: problem } },
  ...more,
});
const text = { type: 'string' };
const PATHS = {
  '/fine': { post: operation({ text }) },
  '/crashes': { post: operation({ text: { ...text, maxLength: 15 } }) },
  '/lies': { post: operation({ count: { type: 'integer', minimum: 0, maximum: 100 } }) },
  '/invents': { post: operation({ text }) },
  '/strays': { post: operation({ text }) },
  '/hangs-up': { delete: operation({}, { requestBody: undefined }) },
};
const DOCUMENT = {
  paths: PATHS,
  components: { schemas: { Yes: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] } } },
};

let app: FastifyInstance;
beforeAll(async () => {
  app = fastify({ forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, fieldsOf(body as string)));
  app.get('/openapi.json', async () => DOCUMENT);
  app.post('/fine', async () => ({ ok: true }));
  app.post<{ Body: { text?: string } }>('/crashes', async ({ body }, reply) =>
    (body.text?.length ?? 0) > 15 ? reply.code(500).send({ code: 'CRASHED' }) : { ok: true },
  );
  app.post<{ Body: { count?: number } }>('/lies', async ({ body }) => ({ ok: (body.count ?? 0) > 50 ? 'yes' : true }));
  app.post('/invents', async (_request, reply) => reply.code(409).type('application/problem+json').send('{"code":"INVENTED"}'));
  app.post('/strays', async (_request, reply) => reply.code(418).send({}));
  app.delete('/hangs-up', (request) => void request.raw.destroy());
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

function fieldsOf(body: string): unknown {
  try {
    return (JSON.parse(body) as unknown) ?? {};
  } catch {
    return {};
  }
}

test('the fuzzer finds what is planted, says what is wrong with it, and nothing else', async () => {
  const url = app.listeningOrigin;
  const nobody: Pick<Callers, 'dress' | 'retire'> = {
    dress: async (request) => ({
      url: url + targetOf(request),
      init: { method: request.method, headers: request.headers, body: request.body ?? null },
      company: {} as Company,
    }),
    retire: async () => undefined,
  };
  const { findings, requests, routes, neverSucceeded } = await runFuzz({ url, callers: nobody, requests: 600, seed: 1 });
  expect(Object.fromEntries(findings.map(({ operation: name, wrong }) => [name, wrong]))).toEqual({
    'POST /crashes': 'answered 500: CRASHED',
    'POST /lies': 'answered 200 with what does not fit its schema: answer/ok must be boolean',
    'POST /invents': 'answered 409 INVENTED, a code that is not documented',
    'POST /strays': 'answered 418 (undefined), which is not documented',
    'DELETE /hangs-up': 'did not answer: TypeError',
  });
  expect([routes, neverSucceeded]).toEqual([6, ['POST /invents', 'POST /strays', 'DELETE /hangs-up']]);
  expect(requests).toBeGreaterThanOrEqual(600);
  // Shrunk: one step further and the answer would be right.
  const crash = findings.find(({ operation: name }) => name === 'POST /crashes')?.request.body ?? '';
  expect((JSON.parse(crash) as { text: string }).text.length).toBeGreaterThan(15);
});
