import { CancelGeneration, GetGenerationOutput, ListGenerations, OFFLINE_MODEL, ReadDraft, StartGeneration } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { describe, expect, test } from 'vitest';
import { ask, ended, useGeneration } from './use-generation.js';

const generation = useGeneration();
const { stack } = generation;
const NEVER = { type: 'object', properties: { word: { type: 'string', pattern: '^never$' } }, required: ['word'] };

async function eventsOf(runId: string): Promise<[string, number][]> {
  const rows = await stack.query<{ subject: string; version: number }>(
    'SELECT subject, aggregate_version::int AS version FROM generation.outbox WHERE aggregate_id = $1 ORDER BY id',
    [runId],
  );
  return rows.map(({ subject, version }) => [subject.split('.').slice(2, 4).join(' '), version]);
}

describe('a run', () => {
  test('that was cut off is written anew for whoever asks the same again', async () => {
    const author = stack.caller();
    for (const _ of [1, 2]) expect(await ended(author, await ask(author, { max_output_tokens: 3 }))).toMatchObject({ cache_hit: false });
  });

  test('fails where its draft with its prompt is larger than a content can be', async () => {
    const author = stack.caller();
    const run = await ended(author, await ask(author, { content_type: 'social', prompt: '\u0001'.repeat(100_000) }));
    expect(run).toMatchObject({ status: 'failed', error_code: 'OUTPUT_TOO_LARGE' });
  });

  test('is taken in at once, written by the job and told of, with what it wrote', async () => {
    const author = stack.caller({ role: 'user' });
    const asked = await ask(author);
    expect(asked).toMatchObject({ status: 'pending', attempts: 0, draft_type: 'blog_post', models: [{ provider: 'offline' }] });
    const run = await ended(author, asked);
    expect(run).toMatchObject({
      status: 'succeeded',
      model: OFFLINE_MODEL,
      attempts: 1,
      retry_reasons: [],
      title: 'Why seedlings need light',
    });
    const written = await author.call(GetGenerationOutput, { generation_id: asked.id });
    expect(written.output).toBe(
      '# Why seedlings need light\n\nWhy seedlings need light.\n\n## They stretch in the dark\n\nThey stretch in the dark.',
    );
    expect(await eventsOf(asked.id)).toEqual([
      ['run requested', 1],
      ['draft written', 2],
    ]);
    const content = await stack.actorTokens('content').serviceContext(author.companyId, 'a test');
    expect(await author.call(ReadDraft, { generation_id: asked.id }, content)).toMatchObject({ content_text: written.output });
    const history = await stack.query(
      `SELECT h.status, h.content, h.tokens_used::int AS tokens_used, u.output_tokens::int AS output_tokens, u.estimated_cost_usd::float8 AS cost,
         p.retry_count, p.cache_hit
         FROM generation.content_history h JOIN generation.api_usage u ON u.content_id = h.id JOIN generation.performance_metrics p ON p.content_id = h.id
        WHERE h.id = $1`,
      [asked.id],
    );
    const booked = {
      status: 'success',
      content: written.output,
      tokens_used: 29,
      output_tokens: 20,
      cost: 0,
      retry_count: 0,
      cache_hit: false,
    };
    expect(history).toEqual([booked]);
    const { items } = await author.call(ListGenerations, { status: 'succeeded' });
    expect(items.map(({ id }) => id)).toEqual([asked.id]);
  });

  test('of another company is not there', async () => {
    const asked = await ask(stack.caller());
    const stranger = stack.caller();
    for (const contract of [CancelGeneration, GetGenerationOutput])
      await expect(stranger.call(contract, { generation_id: asked.id })).rejects.toMatchObject({ code: 'GENERATION_RUN_NOT_FOUND' });
  });

  test('writes in the words of the company, and fills a template', async () => {
    const author = stack.caller();
    generation.neighbours.terms = [{ term: 'cheap', kind: 'forbidden', replacement: 'affordable' }];
    generation.neighbours.guidelines = { tone: 'friendly' };
    const template = '{{ title }} for {{audience}}, in a {{tone}} tone of {{company}}: {{prompt}} {{missing}}';
    const asked = await ask(author, { prompt: 'Cheap lamps. Not cheaper ones.', template, variables: { audience: ['growers', 'shops'] } });
    await ended(author, asked);
    const { output } = await author.call(GetGenerationOutput, { generation_id: asked.id });
    expect(output).toBe('Affordable lamps for growers, shops, in a friendly tone of Acme: Affordable lamps. Not cheaper ones. {{missing}}');
    generation.neighbours.terms = [];
    generation.neighbours.guidelines = {};
  });

  test('whose output never fits its schema fails after the allowed tries, with what did not fit', async () => {
    const author = stack.caller();
    const run = await ended(author, await ask(author, { schema: NEVER, max_attempts: 2 }));
    expect(run).toMatchObject({ status: 'failed', attempts: 2, error_code: 'OUTPUT_INVALID', retry_reasons: ['output_invalid'] });
    expect(run.validation_errors).toEqual([expect.stringContaining('/word must match pattern')]);
    await expect(author.call(GetGenerationOutput, { generation_id: run.id })).rejects.toMatchObject({ code: 'GENERATION_OUTPUT_ABSENT' });
    expect((await eventsOf(run.id)).at(-1)).toEqual(['run stopped', 2]);
  });

  test('with a schema brings JSON that fits it', async () => {
    const author = stack.caller();
    const schema = {
      type: 'object',
      properties: { title: { type: 'string', maxLength: 10 }, points: { type: 'array', items: { type: 'string' } } },
    };
    const asked = await ask(author, { schema });
    expect(await ended(author, asked)).toMatchObject({ status: 'succeeded' });
    const { output, content_format } = await author.call(GetGenerationOutput, { generation_id: asked.id });
    expect([content_format, JSON.parse(output)]).toEqual([
      'json',
      { title: 'Why seedli', points: ['Why seedlings need light.', 'They stretch in the dark.'] },
    ]);
  });

  test('asked for a second time brings what is kept, of the same company alone', async () => {
    const author = stack.caller();
    const first = await ended(author, await ask(author));
    const second = await ended(author, await ask(author));
    expect([first.cache_hit, second.cache_hit, second.attempts]).toEqual([false, true, 0]);
    expect(second.cache_key).toBe(first.cache_key);
    expect(await ended(author, await ask(author, { use_cache: false }))).toMatchObject({ cache_hit: false, cache_key: null });
    const other = stack.caller();
    expect(await ended(other, await ask(other))).toMatchObject({ cache_hit: false, attempts: 1 });
  });

  test('goes to the next model where no provider of that name is there', async () => {
    const author = stack.caller();
    const models = [
      { provider: 'nobody', model: 'm' },
      { provider: 'offline', model: OFFLINE_MODEL },
    ];
    const run = await ended(author, await ask(author, { models }));
    expect(run).toMatchObject({
      status: 'succeeded',
      model: OFFLINE_MODEL,
      attempts: 1,
      retry_reasons: ['IDENTITY_PROVIDER_KEY_NOT_FOUND'],
    });
  });
});

describe('a cancel', () => {
  test('before the end is the end; after it the state is told', async () => {
    const author = stack.caller();
    const asked = await ask(author);
    // As if its call took its time elsewhere.
    await stack.query(
      `UPDATE generation.runs SET status = 'running', lease_token = $2, wake_at = now() + interval '1 hour',
      finished_at = NULL, output = NULL WHERE id = $1`,
      [asked.id, newId()],
    );
    expect(await author.call(CancelGeneration, { generation_id: asked.id })).toMatchObject({
      status: 'cancelled',
      error_code: 'CANCELLED',
    });
    await expect(author.call(CancelGeneration, { generation_id: asked.id })).rejects.toMatchObject({
      code: 'GENERATION_RUN_ENDED',
      data: { status: 'cancelled' },
    });
    const done = await ended(author, await ask(author, { prompt: 'Another one.' }));
    await expect(author.call(CancelGeneration, { generation_id: done.id })).rejects.toMatchObject({ data: { status: 'succeeded' } });
  });
});

describe('a request for a run', () => {
  test.each([
    ['of no type', { type: 'nothing' }],
    ['that refers to another place', { $ref: 'https://example.com/schema.json' }],
  ])('is refused with a schema %s', async (_, schema) => {
    await expect(ask(stack.caller(), { schema })).rejects.toMatchObject({ code: 'GENERATION_SCHEMA_INVALID' });
  });

  test('with an Idempotency-Key is carried out once', async () => {
    const author = stack.caller();
    const idempotency = { key: newId(), requestHash: 'h', isSecretAnswer: false };
    const input = { content_type: 'blog' as const, prompt: 'Once.' };
    const [first, second] = [
      await author.call(StartGeneration, input, { idempotency }),
      await author.call(StartGeneration, input, { idempotency }),
    ];
    expect(second).toEqual(first);
  });

  test('for a version of a content needs a content that its author may change', async () => {
    const author = stack.caller({ role: 'user' });
    const [own, others] = [newId(), newId()];
    generation.neighbours.contents = [
      { id: own, user_id: author.userId, campaign_id: null },
      { id: others, user_id: newId(), campaign_id: null },
    ];
    expect(await ask(author, { content_id: own })).toMatchObject({ content_id: own });
    await expect(ask(author, { content_id: others })).rejects.toMatchObject({ code: 'CONTENT_FORBIDDEN' });
    await expect(ask(author, { content_id: newId() })).rejects.toMatchObject({ code: 'CONTENT_NOT_FOUND' });
  });

  test('for a version of a content is of the campaign that the content is of, whose budget bounds it', async () => {
    const author = stack.caller();
    const [content_id, campaign_id] = [newId(), newId()];
    generation.neighbours.contents = [{ id: content_id, user_id: author.userId, campaign_id }];
    expect(await ask(author, { content_id })).toMatchObject({ campaign_id });
    expect(await ask(author, { content_id, campaign_id })).toMatchObject({ campaign_id });
    await expect(ask(author, { content_id, campaign_id: newId() })).rejects.toMatchObject({ code: 'GENERATION_CAMPAIGN_OTHER' });
  });

  test('for a campaign needs one that is there; that of its content is not asked for again', async () => {
    const author = stack.caller();
    const [content_id, campaign_id, gone] = [newId(), newId(), newId()];
    generation.neighbours.contents = [{ id: content_id, user_id: author.userId, campaign_id: gone }];
    generation.neighbours.goneCampaigns = [gone];
    expect(await ask(author, { campaign_id })).toMatchObject({ campaign_id });
    await expect(ask(author, { campaign_id: gone })).rejects.toMatchObject({ code: 'CAMPAIGNS_CAMPAIGN_NOT_FOUND' });
    expect(await ask(author, { content_id, campaign_id: gone })).toMatchObject({ campaign_id: gone });
  });
});

test('a run whose process died is taken over: the attempt counts and is told as a reason', async () => {
  const author = stack.caller();
  const asked = await ask(author, { prompt: 'Cut short.' });
  await ended(author, asked);
  await stack.query(
    `UPDATE generation.runs SET status = 'running', lease_token = $2, wake_at = now() - interval '1 second', is_calling = true, finished_at = NULL
      WHERE id = $1`,
    [asked.id, newId()],
  );
  expect(await ended(author, asked)).toMatchObject({ status: 'succeeded', retry_reasons: ['interrupted'] });
});
