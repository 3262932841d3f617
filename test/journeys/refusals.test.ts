import { DisconnectPlatformAccount, ListContent, RevokeApiKey } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { type Answer, usePlatform } from './platform.js';

const UNKNOWN_ID = '0192f0c1-7a00-7000-8000-00000000dead';
const MIB = 1024 * 1024;
const platform = usePlatform();
let acme: Company;
let other: Company;
beforeAll(async () => {
  acme = await Company.signUp(platform);
  other = await Company.signUp(platform);
});

const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
  platform.http(method, path, { token: acme.token, body, headers });

function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    type: expect.stringContaining(code),
    title: expect.any(String),
    status,
    correlation_id: expect.any(String),
  });
  expect(answer.headers.get('ratelimit-limit') ?? answer.headers.get('ratelimit')).not.toBeNull();
}

describe('a body', () => {
  const draft = { content_type: 'blog_post', title: 'x' };
  it.each<[string, unknown, number, string]>([
    ['that is not JSON', '{"title":', 400, 'GATEWAY_BODY_NOT_JSON'],
    ['that is nested too deeply', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'GATEWAY_BODY_TOO_DEEP'],
    ['over 768 KiB', { ...draft, content_text: 'x'.repeat(MIB) }, 413, 'GATEWAY_BODY_TOO_LARGE'],
    ['with a wrong type', { ...draft, title: 7 }, 422, 'PLATFORM_INPUT_INVALID'],
    ['with a wrong word', { content_type: 'poem' }, 422, 'PLATFORM_INPUT_INVALID'],
    ['with an unknown field', { ...draft, company_id: UNKNOWN_ID }, 422, 'PLATFORM_INPUT_INVALID'],
    ['that is not an object', '[1]', 422, 'PLATFORM_INPUT_INVALID'],
  ])('%s is refused', async (_, body, status, code) => {
    const before = await platform.call(ListContent, {}, acme.token);
    expectProblem(await ask('POST', '/v1/content', body), status, code);
    expect(await platform.call(ListContent, {}, acme.token)).toEqual(before);
  });

  it('of another media type is refused', async () => {
    expectProblem(await ask('POST', '/v1/content', '<x/>', { 'content-type': 'text/xml' }), 415, 'GATEWAY_MEDIA_TYPE_UNSUPPORTED');
  });

  it('names the field that is wrong', async () => {
    const answer = await ask('POST', '/v1/content', { content_type: 'blog_post', title: 7 });
    expect(answer.body.data.errors).toEqual([{ path: 'title', message: expect.any(String) }]);
  });
});

describe('an id', () => {
  it('that nobody has is unknown, and so is one of another company', async () => {
    const theirs = await other.write();
    for (const id of [UNKNOWN_ID, theirs.id]) {
      expectProblem(await ask('GET', `/v1/content/${id}`), 404, 'CONTENT_NOT_FOUND');
      expectProblem(await ask('PATCH', `/v1/content/${id}`, { revision: 1, title: 'mine' }), 404, 'CONTENT_NOT_FOUND');
      expectProblem(await ask('DELETE', `/v1/content/${id}`), 404, 'CONTENT_NOT_FOUND');
      expectProblem(await ask('POST', `/v1/content/${id}/submit`, {}), 404, 'CONTENT_NOT_FOUND');
      expectProblem(await ask('GET', `/v1/content/${id}/versions/${theirs.version_id}`), 404, 'CONTENT_VERSION_NOT_FOUND');
    }
    expectProblem(await ask('GET', `/v1/scheduled-posts/${UNKNOWN_ID}`), 404, 'SCHEDULING_POST_NOT_FOUND');
    expectProblem(await ask('DELETE', `/v1/api-keys/${UNKNOWN_ID}`), 404, 'IDENTITY_API_KEY_NOT_FOUND');
  });

  it('of the wrong kind is refused', async () => {
    expectProblem(await ask('GET', '/v1/content/not-an-id'), 422, 'PLATFORM_INPUT_INVALID');
  });
});

describe('a credential', () => {
  it.each([
    ['none', undefined, 'GATEWAY_CREDENTIAL_MISSING'],
    ['a made-up key', 'sc_live_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbb', 'GATEWAY_CREDENTIAL_INVALID'],
    ['a made-up token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', 'GATEWAY_CREDENTIAL_INVALID'],
  ])('%s is refused', async (_, token, code) => {
    expectProblem(await platform.http('GET', '/v1/me', { token }), 401, code);
  });

  it('without the scope may not come in', async () => {
    const key = await acme.makeKey(['content:read']);
    expectProblem(
      await platform.http('POST', '/v1/content', { token: key.key, body: { content_type: 'email' } }),
      403,
      'PLATFORM_SCOPE_MISSING',
    );
  });

  it('that was revoked is refused at once', async () => {
    const key = await acme.makeKey(['content:read']);
    expect((await platform.http('GET', '/v1/content', { token: key.key })).status).toBe(200);
    await platform.call(RevokeApiKey, { key_id: key.id }, acme.token);
    await eventually(
      async () => expectProblem(await platform.http('GET', '/v1/content', { token: key.key }), 401, 'GATEWAY_CREDENTIAL_REVOKED'),
      {
        timeoutMs: 2_000,
      },
    );
  });

  it('that has expired is refused', async () => {
    const key = await acme.makeKey(['content:read'], { expires_at: new Date(Date.now() + 700).toISOString() });
    expect((await platform.http('GET', '/v1/content', { token: key.key })).status).toBe(200);
    await eventually(async () =>
      expectProblem(await platform.http('GET', '/v1/content', { token: key.key }), 401, 'GATEWAY_CREDENTIAL_EXPIRED'),
    );
  });
});

describe('a state', () => {
  it('that somebody else has changed is not overwritten', async () => {
    const content = await acme.write();
    expect((await ask('PATCH', `/v1/content/${content.id}`, { revision: 1, title: 'first' })).status).toBe(200);
    expectProblem(await ask('PATCH', `/v1/content/${content.id}`, { revision: 1, title: 'second' }), 409, 'CONTENT_REVISION_STALE');
    expect((await ask('GET', `/v1/content/${content.id}`)).body.title).toBe('first');
  });

  it('does not take a step that its table does not have', async () => {
    const content = await acme.write();
    const approval = { version_hash: content.version_hash };
    expectProblem(await ask('POST', `/v1/content/${content.id}/approve`, approval), 409, 'CONTENT_TRANSITION_ILLEGAL');
    await ask('POST', `/v1/content/${content.id}/submit`, {});
    expectProblem(await ask('POST', `/v1/content/${content.id}/submit`, {}), 409, 'CONTENT_TRANSITION_ILLEGAL');
    const wrong = await ask('POST', `/v1/content/${content.id}/approve`, { version_hash: 'f'.repeat(64) });
    expectProblem(wrong, 409, 'CONTENT_HASH_MISMATCH');
  });
});

describe('a cursor', () => {
  it('that was tampered with is refused', async () => {
    for (let count = 0; count < 2; count++) await acme.write();
    const { next_cursor: cursor } = await platform.call(ListContent, { limit: 1 }, acme.token);
    const changed = `${cursor?.slice(0, -2)}${cursor?.endsWith('AA') ? 'BB' : 'AA'}`;
    expectProblem(await ask('GET', `/v1/content?cursor=${changed}`), 400, 'PLATFORM_CURSOR_INVALID');
    expect((await ask('GET', `/v1/content?cursor=${cursor}`)).status).toBe(200);
  });
});

describe('an Idempotency-Key', () => {
  const draft = { content_type: 'blog_post', title: 'once' };
  it('sent twice at once creates once, and both get the same answer', async () => {
    const headers = { 'idempotency-key': 'at-once' };
    const before = await countTitles('once');
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('POST', '/v1/content', draft, headers)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await countTitles('once')).toBe(before + 1);
  });

  it('is refused with another body, and where it is no key at all', async () => {
    const headers = { 'idempotency-key': 'reused' };
    expect((await ask('POST', '/v1/content', draft, headers)).status).toBe(201);
    expectProblem(await ask('POST', '/v1/content', { ...draft, title: 'twice' }, headers), 409, 'PLATFORM_IDEMPOTENCY_KEY_REUSED');
    expectProblem(await ask('POST', '/v1/content', draft, { 'idempotency-key': 'x'.repeat(300) }), 400, 'GATEWAY_IDEMPOTENCY_KEY_INVALID');
  });

  it('of a request whose answer held a secret does not give the secret again', async () => {
    const headers = { 'idempotency-key': 'secret' };
    const body = { name: 'k', scopes: ['content:read'] };
    expect((await ask('POST', '/v1/api-keys', body, headers)).status).toBe(201);
    expectProblem(await ask('POST', '/v1/api-keys', body, headers), 409, 'PLATFORM_IDEMPOTENCY_ANSWER_GONE');
  });
});

describe('a post', () => {
  it('is not scheduled in the past, nor for a version that is not approved, nor through a dead account', async () => {
    const account = await acme.connectSandbox('refusals');
    const approved = await acme.writeApproved();
    const draft = await acme.write();
    const base = { content_id: approved.id, version_id: approved.version_id, platform_account_id: account.id };
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const late = { ...base, scheduled_time: '2020-01-01T00:00:00Z' };
    expectProblem(await ask('POST', '/v1/scheduled-posts', late), 422, 'SCHEDULING_TIME_PAST');
    const early = { ...base, content_id: draft.id, version_id: draft.version_id, scheduled_time: soon };
    expectProblem(await ask('POST', '/v1/scheduled-posts', early), 409, 'SCHEDULING_VERSION_NOT_APPROVED');
    const naive = { ...base, scheduled_time: '2030-01-01T00:00:00' };
    expectProblem(await ask('POST', '/v1/scheduled-posts', naive), 422, 'PLATFORM_INPUT_INVALID');
    await platform.call(DisconnectPlatformAccount, { account_id: account.id }, acme.token);
    expectProblem(await ask('POST', '/v1/scheduled-posts', { ...base, scheduled_time: soon }), 409, 'SCHEDULING_ACCOUNT_DISCONNECTED');
  });
});

describe('events', () => {
  it('are refused one by one: of ten thousand with seven wrong ones, 9,993 are kept', async () => {
    const wrong = new Set([0, 17, 998, 1_000, 5_555, 7_777, 9_999]);
    const events = Array.from({ length: 10_000 }, (_, index) => (wrong.has(index) ? { event_type: 'BAD TYPE' } : { event_type: 'view' }));
    const answer = await ask('POST', '/v1/events', events);
    expect(answer).toMatchObject({ status: 202, body: { received: 10_000, accepted: 9_993, rejected: 7 } });
    expect(answer.body.errors.map((error: { index: number }) => error.index)).toEqual([...wrong]);
  });

  it('over 5 MiB are refused as a whole', async () => {
    const line = JSON.stringify({ event_type: 'view', properties: { note: 'x'.repeat(1_000) } });
    const body = Array.from({ length: 6_000 }, () => line).join('\n');
    expectProblem(await ask('POST', '/v1/events', body, { 'content-type': 'application/x-ndjson' }), 413, 'GATEWAY_BODY_TOO_LARGE');
  });
});

describe('a route', () => {
  it('that is not there, or not with this method, says so', async () => {
    expectProblem(await ask('GET', '/v1/nothing'), 404, 'GATEWAY_ROUTE_NOT_FOUND');
    const answer = await ask('PUT', '/v1/content');
    expectProblem(answer, 405, 'GATEWAY_METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toContain('POST');
  });
});

async function countTitles(title: string): Promise<number> {
  const { items } = await platform.call(ListContent, { limit: 100 }, acme.token);
  return items.filter((item) => item.title === title).length;
}
