import { OPERATED_SERVICES } from '@smartcontent/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { type Answer, usePlatform } from './platform.js';

const KEY = `sc_operator_${'Refusal-'.repeat(5)}`;
const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY: KEY } }));
const LETTERS = '/v1/operator/content/dead-letters';
const EVENTS = '/v1/operator/content/events/replay';
const SECRETS = '/v1/operator/scheduling/secrets/rotate';
const RANGE = { from: '2026-01-06T09:00:00Z', to: '2026-01-06T10:00:00Z' };
let acme: Company;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});

const ask = (method: string, path: string, body?: unknown): Promise<Answer> => platform.http(method, path, { token: KEY, body });

type Bad = [method: string, path: string, body: unknown, status: number, code: string];
const invalid = (method: string, path: string, body?: unknown): Bad => [method, path, body, 422, 'PLATFORM_INPUT_INVALID'];

describe.each<[string, Bad[]]>([
  [
    'the list of dead letters',
    [
      invalid('GET', `${LETTERS}?limit=0`),
      invalid('GET', `${LETTERS}?limit=many`),
      invalid('GET', `${LETTERS}?cause=boredom`),
      invalid('GET', `${LETTERS}?company_id=acme`),
      invalid('GET', `${LETTERS}?subject=evt..a`),
      invalid('GET', `${LETTERS}?subject=%3E.a`),
      invalid('GET', `${LETTERS}?colour=red`),
      ['GET', `${LETTERS}?cursor=made-up`, undefined, 400, 'PLATFORM_CURSOR_INVALID'],
      ['GET', '/v1/operator/gateway/dead-letters', undefined, 404, 'GATEWAY_ROUTE_NOT_FOUND'],
      ['PUT', LETTERS, {}, 405, 'GATEWAY_METHOD_NOT_ALLOWED'],
    ],
  ],
  [
    'a dead letter',
    [
      invalid('GET', `${LETTERS}/0`),
      invalid('GET', `${LETTERS}/-1`),
      invalid('GET', `${LETTERS}/1.5`),
      invalid('GET', `${LETTERS}/content:17`),
      invalid('GET', `${LETTERS}/99999999999999999999`),
      ['GET', `${LETTERS}/4711`, undefined, 404, 'PLATFORM_DEAD_LETTER_NOT_FOUND'],
    ],
  ],
  [
    'the replay of a dead letter',
    [
      invalid('POST', `${LETTERS}/first/replay`),
      invalid('POST', `${LETTERS}/1/replay`, { sequence: 2 }),
      invalid('POST', `${LETTERS}/1/replay`, { force: true }),
      invalid('POST', `${LETTERS}/1/replay?force=1`),
      ['POST', `${LETTERS}/1/replay`, '{', 400, 'GATEWAY_BODY_NOT_JSON'],
      ['POST', `${LETTERS}/4711/replay`, undefined, 404, 'PLATFORM_DEAD_LETTER_NOT_FOUND'],
    ],
  ],
  [
    'the removal of a dead letter',
    [
      invalid('DELETE', `${LETTERS}/last`),
      invalid('DELETE', `${LETTERS}/0`),
      invalid('DELETE', `${LETTERS}/1?force=1`),
      ['DELETE', `${LETTERS}/4711`, undefined, 404, 'PLATFORM_DEAD_LETTER_NOT_FOUND'],
      ['DELETE', LETTERS, undefined, 405, 'GATEWAY_METHOD_NOT_ALLOWED'],
    ],
  ],
  [
    'the rotation of secrets',
    [
      invalid('POST', SECRETS, { limit: 0 }),
      invalid('POST', SECRETS, { limit: 501 }),
      invalid('POST', SECRETS, { limit: '2' }),
      invalid('POST', SECRETS, { master_key: 'x' }),
      invalid('POST', `${SECRETS}?limit=2`),
      ['GET', SECRETS, undefined, 405, 'GATEWAY_METHOD_NOT_ALLOWED'],
      ['POST', '/v1/operator/gateway/secrets/rotate', {}, 404, 'GATEWAY_ROUTE_NOT_FOUND'],
    ],
  ],
  [
    'the replay of events',
    [
      invalid('POST', EVENTS),
      invalid('POST', EVENTS, { from: RANGE.from }),
      invalid('POST', EVENTS, { from: RANGE.to, to: RANGE.from }),
      invalid('POST', EVENTS, { from: RANGE.from, to: RANGE.from }),
      invalid('POST', EVENTS, { from: 'monday', to: 'friday' }),
      invalid('POST', EVENTS, { ...RANGE, subject: 'evt.content.>' }),
      invalid('POST', EVENTS, { ...RANGE, subject: 'rpc.content.content.get.v1' }),
      invalid('POST', EVENTS, { ...RANGE, company_id: '0192f0c1-7a00-7000-8000-000000000001' }),
      invalid('POST', EVENTS, '[1]'),
    ],
  ],
  [
    'the rebuild of a projection',
    [
      invalid('POST', '/v1/operator/analytics/projections/Activity/rebuild'),
      invalid('POST', `/v1/operator/analytics/projections/${'a'.repeat(65)}/rebuild`),
      invalid('POST', '/v1/operator/analytics/projections/a%3Bdrop/rebuild'),
      invalid('POST', '/v1/operator/analytics/projections/activity/rebuild', { projection: 'inbox' }),
      ['POST', '/v1/operator/analytics/projections/inbox/rebuild', undefined, 404, 'PLATFORM_PROJECTION_NOT_FOUND'],
      ['POST', '/v1/operator/content/projections/activity/rebuild', undefined, 404, 'PLATFORM_PROJECTION_NOT_FOUND'],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases)('refuses %s %s %j', async (method, path, body, status, code) => {
    const answer = await ask(method, path, body);
    expect([answer.status, answer.body?.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });
});

it('each service answers the operator, and nobody else gets as far as that', async () => {
  const key = await acme.makeKey(['account:manage', 'analytics:read', 'content:approve']);
  for (const service of OPERATED_SERVICES) {
    const path = `/v1/operator/${service}/dead-letters`;
    expect((await ask('GET', path)).body).toEqual({ items: [], next_cursor: null });
    expect((await platform.http('GET', path)).body.code).toBe('GATEWAY_CREDENTIAL_MISSING');
    expect((await platform.http('GET', path, { token: `${KEY}x` })).body.code).toBe('GATEWAY_CREDENTIAL_INVALID');
    for (const token of [acme.token, key.key])
      expect((await platform.http('GET', path, { token })).body.code).toBe('PLATFORM_SCOPE_MISSING');
  }
});
