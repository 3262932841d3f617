import {
  ApproveContent,
  type CallOf,
  type Content,
  GetContent,
  GetGeneration,
  GetGenerationOutput,
  ListVersions,
  OFFLINE_MODEL,
  type OutputOf,
  ReportModelCosts,
  StartGeneration,
  SubmitContent,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const PROMPT = 'Why seedlings need light. They stretch in the dark. Name three signs.';
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

  it('of another company is not there', async () => {
    const asked = await ask();
    const stranger = await Company.signUp(platform);
    for (const path of [`/v1/generations/${asked.id}`, `/v1/generations/${asked.id}/output`, `/v1/content/${asked.content_id}`])
      expect((await platform.http('GET', path, { token: stranger.token })).status).toBe(404);
  });
});
