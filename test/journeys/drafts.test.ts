import {
  ApproveContent,
  type CallOf,
  type Content,
  type GenerationNews,
  GetContent,
  GetGeneration,
  GetGenerationOutput,
  ListVersions,
  OFFLINE_MODEL,
  type OutputOf,
  ReportModelCosts,
  StartGeneration,
  StoreProviderKey,
  SubmitContent,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { usePlatform } from './platform.js';
import { watch } from './watch.js';

const PROMPT = 'Why seedlings need light. They stretch in the dark. Name three signs.';
const BOX = 'dripping';
/** Of each of eight pieces; what comes within a tenth of a second is told together. */
const DRIP_MS = 300;
const platform = usePlatform();
let acme: Company;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});

type Brief = Partial<CallOf<typeof StartGeneration>>;
const ask = (brief: Brief = {}) => platform.call(StartGeneration, { content_type: 'blog', prompt: PROMPT, ...brief }, acme.token);

function ended({ id }: { id: string }): Promise<OutputOf<typeof GetGeneration>> {
  return eventually(async () => {
    const run = await platform.call(GetGeneration, { generation_id: id }, acme.token);
    expect(run.finished_at).not.toBeNull();
    return run;
  });
}

/** The content that a run was promised, once it has this version. */
function contentOf({ content_id }: { content_id: string }, version = 1): Promise<Content> {
  return eventually(async () => {
    const content = await platform.call(GetContent, { content_id }, acme.token);
    expect(content.version_number).toBe(version);
    return content;
  });
}

const textsOf = (heard: readonly GenerationNews[]) => heard.flatMap(({ data }) => data.text ?? []);
const statesOf = (heard: readonly GenerationNews[]) => heard.flatMap(({ data }) => data.status ?? []);

describe('a draft', () => {
  it('comes of a prompt, is a content that can be approved as it was written, and stands in the books', async () => {
    const asked = await ask({ title: 'Light for seedlings' });
    expect(asked).toMatchObject({ status: 'pending', content_id: expect.any(String) });
    expect(await ended(asked)).toMatchObject({ status: 'succeeded', model: OFFLINE_MODEL, attempts: 1, retry_reasons: [] });
    const content = await contentOf(asked);
    const { output } = await platform.call(GetGenerationOutput, { generation_id: asked.id }, acme.token);
    expect(content).toMatchObject({
      status: 'draft',
      content_type: 'blog_post',
      title: 'Light for seedlings',
      content_text: output,
      user_id: acme.account.user.id,
      ai_model_used: OFFLINE_MODEL,
      generation_prompt: PROMPT,
    });
    await platform.call(SubmitContent, { content_id: content.id }, acme.token);
    await platform.call(ApproveContent, { content_id: content.id, version_hash: content.version_hash }, acme.token);
    const range = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };
    const { items } = await platform.call(ReportModelCosts, range, acme.token);
    expect(items).toMatchObject([{ model: OFFLINE_MODEL, api_calls: 1, total_cost: '0.000000000000', unpriced_calls: 0 }]);
  });

  it('becomes another version of the content that was named', async () => {
    const content = await acme.write('Seedlings', 'Nothing yet.');
    await ended(await ask({ content_id: content.id, prompt: 'Say what seedlings need.' }));
    const revised = await contentOf({ content_id: content.id }, 2);
    expect(revised).toMatchObject({ ai_model_used: OFFLINE_MODEL, generation_prompt: 'Say what seedlings need.' });
    const { items } = await platform.call(ListVersions, { content_id: content.id }, acme.token);
    expect(items.map(({ number }) => number)).toEqual([2, 1]);
  });

  it('in JSON fits its schema; of one that nothing fits comes a failed run that says why, and no content', async () => {
    const properties = { headline: { type: 'string' }, points: { type: 'array', items: { type: 'string' }, minItems: 2 } };
    const fitting = await ask({ schema: { type: 'object', properties, required: ['headline', 'points'] } });
    await ended(fitting);
    const { content_text } = await contentOf(fitting);
    expect(JSON.parse(content_text ?? 'null')).toEqual({
      headline: expect.any(String),
      points: expect.arrayContaining([expect.any(String)]),
    });

    const never = { type: 'string', pattern: '^never$', minLength: 9 };
    const run = await ended(await ask({ schema: never, max_attempts: 2 }));
    expect(run).toMatchObject({ status: 'failed', error_code: 'OUTPUT_INVALID', attempts: 2 });
    expect(run.validation_errors?.length).toBeGreaterThan(0);
    await platform.drained();
    expect((await platform.http('GET', `/v1/content/${run.content_id}`, { token: acme.token })).status).toBe(404);
    const cancel = await platform.http('POST', `/v1/generations/${run.id}/cancel`, { token: acme.token, body: {} });
    expect([cancel.status, cancel.body.code]).toEqual([409, 'GENERATION_RUN_ENDED']);
  });

  it('asked for twice under one key is one run and one content', async () => {
    const body = { content_type: 'social', prompt: 'Say hello.' };
    const headers = { 'idempotency-key': 'hello' };
    const send = () => platform.http('POST', '/v1/generations', { token: acme.token, body, headers });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.id).toBe(first.body.id);
    expect(await contentOf(first.body)).toMatchObject({ content_type: 'social_post' });
  });

  it('is watched by two while it is written: one stays, one is cut off and resumes, and both have heard the same', async () => {
    const base_url = `${platform.sandboxUrl}/models/${BOX}/v1`;
    await platform.call(StoreProviderKey, { service_name: BOX, secret: 'sk-played-0123456789', protocol: 'openai', base_url }, acme.token);
    await fetch(`${platform.sandboxUrl}/models/${BOX}/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ kind: 'drip', delay_ms: DRIP_MS }]),
    });
    const body = { content_type: 'blog', prompt: PROMPT, models: [{ provider: BOX, model: 'played-1' }] };
    const asked = await platform.http('POST', '/v1/generations', { token: acme.token, body });
    expect(asked).toMatchObject({ status: 202, body: { status: 'pending' } });
    const { id, content_id } = asked.body as { id: string; content_id: string };

    const watcher = { url: platform.url, token: acme.token };
    const staying = watch(watcher, id, () => false);
    const before = await watch(watcher, id, (heard) => textsOf(heard).length >= 2);
    // The text has not ended when its first pieces are there.
    expect(await platform.call(GetGeneration, { generation_id: id }, acme.token)).toMatchObject({ status: 'running', finished_at: null });
    expect(statesOf(before)).toEqual(['pending', 'running']);
    const after = await watch(watcher, id, () => false, before.at(-1)?.id);

    const whole = await staying;
    expect([...before, ...after]).toEqual(whole);
    expect(statesOf(whole)).toEqual(['pending', 'running', 'succeeded']);
    expect(whole.at(-1)?.data.status).toBe('succeeded');
    expect(textsOf(after).length).toBeGreaterThan(1);
    const times = whole.map(({ id }) => Number.parseInt(id, 10));
    expect(times).toEqual(times.toSorted((a, b) => a - b));

    const { output } = await platform.call(GetGenerationOutput, { generation_id: id }, acme.token);
    expect(textsOf(whole).join('')).toBe(output);
    expect(await contentOf({ content_id })).toMatchObject({ content_text: output, status: 'draft', ai_model_used: 'played-1' });
    const known = { 'last-event-id': whole.at(-1)?.id ?? '' };
    expect((await platform.http('GET', `/v1/generations/${id}/events`, { token: acme.token, headers: known })).status).toBe(204);
  });

  it('of another company is not there', async () => {
    const asked = await ask();
    const stranger = await Company.signUp(platform);
    for (const path of [`/v1/generations/${asked.id}`, `/v1/generations/${asked.id}/output`, `/v1/content/${asked.content_id}`])
      expect((await platform.http('GET', path, { token: stranger.token })).status).toBe(404);
  });
});
