import { randomBytes } from 'node:crypto';
import { CreateContent, DeleteContent, GetContent, GetVersion, ListContent, ListVersions, UpdateContent } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { eventually } from '@smartcontent/testing';
import { describe, expect, test } from 'vitest';
import { PlayedCampaigns } from './played-campaigns.js';
import { refusal, useContent, write } from './use-content.js';

const content = useContent();
const { stack } = content;

function idempotent(key: string, body = 'body') {
  return { idempotency: { key, requestHash: body, isSecretAnswer: false } };
}

/** What the writes of a content left behind beside its row. */
async function traces(contentId: string) {
  const events = await stack.query<{ subject: string; aggregate_version: string; company_id: string }>(
    'SELECT subject, aggregate_version, company_id FROM content.outbox WHERE aggregate_id = $1 ORDER BY id',
    [contentId],
  );
  const rows = await stack.audited('content', events[0]?.company_id ?? '');
  const audit = rows
    .filter(({ table_name, new_values }) => table_name === 'content' && new_values?.id === contentId)
    .map(({ operation, old_values, new_values, actor }) => ({ operation, old_values, new_values, actor }));
  return { events: events.map(({ subject, aggregate_version }) => [subject, Number(aggregate_version)]), audit };
}

describe('create', () => {
  test('answers with what is stored, with a first version, one event and one audit row', async () => {
    const author = stack.caller({ role: 'user' });
    const fields = {
      platform: 'webhook',
      metadata: { tags: ['a'], nested: { b: 1.5 } },
      quality_score: 7.26,
      generation_prompt: 'Write.',
    };
    const created = await write(author, fields);
    expect(created).toMatchObject({
      company_id: author.companyId,
      user_id: author.userId,
      status: 'draft',
      revision: 1,
      version_number: 1,
      quality_score: 7.26,
      approved_version_id: null,
      published_at: null,
    });
    expect(await author.call(GetContent, { content_id: created.id })).toEqual(created);
    const version = await author.call(GetVersion, { content_id: created.id, version_id: created.version_id });
    expect(version).toMatchObject({ number: 1, hash: created.version_hash, content_text: 'The beta is near.', created_by: author.userId });
    const { events, audit } = await traces(created.id);
    expect(events).toEqual([['evt.content.content.created.v1', 1]]);
    expect(audit).toEqual([
      { operation: 'insert', old_values: null, new_values: expect.objectContaining({ id: created.id }), actor: `user:${author.userId}` },
    ]);
  });

  test('keeps a long text out of the audit log', async () => {
    const text = 'long '.repeat(1_000);
    const { id } = await write(stack.caller(), { content_text: text });
    const { audit } = await traces(id);
    expect(audit[0]?.new_values?.content_text).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), characters: 5_000 });
  });

  test('refuses text that would not come back as it was sent', async () => {
    const author = stack.caller();
    for (const fields of [{ title: 'a\0b' }, { content_text: 'half \ud83d' }, { metadata: { deep: [{ 'k\0': 1 }] } }]) {
      await expect(write(author, fields)).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    }
    const { title } = await write(author, { title: 'whole 😀' });
    expect(title).toBe('whole 😀');
  });

  test('with one Idempotency-Key twice at once makes one content and answers twice the same', async () => {
    const author = stack.caller();
    const input = { content_type: 'blog_post', title: 'Twice' } as const;
    const call = () => author.call(CreateContent, input, idempotent('twice'));
    const answers = await Promise.all([call(), call(), call()]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect((await author.call(ListContent, {})).items).toHaveLength(1);
    expect(await stack.query('SELECT 1 FROM content.content_versions WHERE company_id = $1', [author.companyId])).toHaveLength(1);
    const reuse = author.call(CreateContent, { ...input, title: 'Other' }, idempotent('twice', 'another body'));
    await expect(reuse).rejects.toMatchObject({ code: 'PLATFORM_IDEMPOTENCY_KEY_REUSED' });
  });

  test('takes a text with more different words than a search vector holds', async () => {
    const words = randomBytes(300_000)
      .toString('hex')
      .replaceAll(/(.{4})/g, '$1 ');
    const author = stack.caller();
    const { id } = await write(author, { content_text: words.slice(0, 690_000) });
    expect((await author.call(GetContent, { content_id: id })).content_text).toHaveLength(690_000);
  });
});

describe('update', () => {
  test('of the text makes a new version, of the rest none, of nothing nothing', async () => {
    const author = stack.caller({ role: 'user' });
    const first = await write(author);
    const second = await author.call(UpdateContent, { content_id: first.id, revision: 1, content_text: 'The beta is here.' });
    expect(second).toMatchObject({ revision: 2, version_number: 2, content_text: 'The beta is here.', title: first.title });
    expect(second.version_hash).not.toBe(first.version_hash);
    const campaign = newId();
    using _campaigns = new PlayedCampaigns(stack.nats, campaign);
    const third = await author.call(UpdateContent, { content_id: first.id, revision: 2, campaign_id: campaign, quality_score: 3 });
    expect(third).toMatchObject({ revision: 3, version_number: 2, version_id: second.version_id, campaign_id: campaign, quality_score: 3 });
    const same = await author.call(UpdateContent, { content_id: first.id, revision: 3, content_text: 'The beta is here.' });
    expect(same).toEqual(third);
    expect(await author.call(GetContent, { content_id: first.id })).toEqual(third);
    const { items } = await author.call(ListVersions, { content_id: first.id });
    expect(items.map(({ number }) => number)).toEqual([2, 1]);
    const updated = 'evt.content.content.updated.v1';
    expect((await traces(first.id)).events).toEqual([
      ['evt.content.content.created.v1', 1],
      [updated, 2],
      [updated, 3],
    ]);
  });

  test('audits only what changed, before and after', async () => {
    const author = stack.caller();
    const { id } = await write(author);
    const correlationId = newId();
    await author.call(UpdateContent, { content_id: id, revision: 1, title: 'Another title' }, { correlationId });
    const audit = (await stack.audited('content', author.companyId)).filter((row) => row.correlation_id === correlationId);
    expect(audit).toHaveLength(1);
    expect(audit[0]?.old_values).toMatchObject({ title: 'Road to 1.0', revision: 1 });
    expect(Object.keys(audit[0]?.new_values ?? {}).sort()).toEqual(['revision', 'title', 'version_hash', 'version_id', 'version_number']);
  });

  test('is refused for an old revision, which is named, and changes nothing', async () => {
    const author = stack.caller();
    const { id } = await write(author);
    await author.call(UpdateContent, { content_id: id, revision: 1, title: 'Second' });
    await expect(author.call(UpdateContent, { content_id: id, revision: 1, title: 'Third' })).rejects.toMatchObject(
      refusal('CONTENT_REVISION_STALE', { revision: 2 }),
    );
    expect(await author.call(GetContent, { content_id: id })).toMatchObject({ title: 'Second', revision: 2 });
  });

  test('by several at once lets one through; the others are told that they are late', async () => {
    const author = stack.caller();
    const { id } = await write(author);
    const edits = Array.from({ length: 6 }, (_, i) => author.call(UpdateContent, { content_id: id, revision: 1, title: `Edit ${i}` }));
    const outcomes = await Promise.allSettled(edits);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(refusal('CONTENT_REVISION_STALE', { revision: 2 }));
    }
    expect((await author.call(ListVersions, { content_id: id })).items).toHaveLength(2);
    expect((await traces(id)).events.map(([, version]) => version)).toEqual([1, 2]);
  });

  test('is refused where texts and metadata together would not fit into an answer any more', async () => {
    const author = stack.caller();
    const { id } = await write(author, { content_text: 'x'.repeat(500_000) });
    const edit = author.call(UpdateContent, { content_id: id, revision: 1, metadata: { notes: 'y'.repeat(400_000) } });
    await expect(edit).rejects.toMatchObject(refusal('CONTENT_TOO_LARGE'));
    expect(await author.call(GetContent, { content_id: id })).toMatchObject({ revision: 1, metadata: {} });
  });
});

describe('delete', () => {
  test('takes the versions with it and leaves one event', async () => {
    const author = stack.caller({ role: 'user' });
    const { id, version_id } = await write(author);
    expect(await author.call(DeleteContent, { content_id: id })).toEqual({ id, deleted: true });
    await expect(author.call(GetContent, { content_id: id })).rejects.toMatchObject(refusal('CONTENT_NOT_FOUND'));
    await expect(author.call(GetVersion, { content_id: id, version_id })).rejects.toMatchObject(refusal('CONTENT_VERSION_NOT_FOUND'));
    await expect(author.call(DeleteContent, { content_id: id })).rejects.toMatchObject(refusal('CONTENT_NOT_FOUND'));
    expect(await stack.query('SELECT 1 FROM content.content_versions WHERE content_id = $1', [id])).toEqual([]);
    expect((await traces(id)).events).toEqual([
      ['evt.content.content.created.v1', 1],
      ['evt.content.content.deleted.v1', 2],
    ]);
  });
});

describe('who may change', () => {
  test('a user only their own, managers and admins everything of their company', async () => {
    const author = stack.caller({ role: 'user' });
    const { companyId } = author;
    const { id } = await write(author);
    const colleague = stack.caller({ role: 'user', companyId });
    await expect(colleague.call(UpdateContent, { content_id: id, revision: 1, title: 'Mine' })).rejects.toMatchObject(
      refusal('CONTENT_FORBIDDEN'),
    );
    await expect(colleague.call(DeleteContent, { content_id: id })).rejects.toMatchObject(refusal('CONTENT_FORBIDDEN'));
    expect(await colleague.call(GetContent, { content_id: id })).toMatchObject({ revision: 1 });
    const manager = stack.caller({ role: 'manager', companyId });
    expect(await manager.call(UpdateContent, { content_id: id, revision: 1, title: 'Better' })).toMatchObject({ user_id: author.userId });
    const admin = stack.caller({ role: 'admin', companyId });
    expect(await admin.call(DeleteContent, { content_id: id })).toEqual({ id, deleted: true });
  });

  test('a viewer nothing', async () => {
    const viewer = stack.caller({ role: 'viewer' });
    await expect(write(viewer)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
  });

  test('another company does not even learn that it exists', async () => {
    const { id } = await write(stack.caller());
    const stranger = stack.caller({ role: 'admin' });
    const notFound = refusal('CONTENT_NOT_FOUND');
    await expect(stranger.call(UpdateContent, { content_id: id, revision: 1, title: 'Stolen' })).rejects.toMatchObject(notFound);
    await expect(stranger.call(DeleteContent, { content_id: id })).rejects.toMatchObject(notFound);
  });
});

describe('a content of a campaign', () => {
  test('is told by its events', async () => {
    const [author, campaign_id] = [stack.caller(), newId()];
    using _campaigns = new PlayedCampaigns(stack.nats, campaign_id);
    const { id } = await eventually(() => write(author, { campaign_id }));
    const [told] = await stack.query<{ data: unknown }>('SELECT data FROM content.outbox WHERE aggregate_id = $1', [id]);
    expect(told?.data).toMatchObject({ campaign_id });
  });

  test('is refused where there is no such campaign, and where nobody can say', async () => {
    const author = stack.caller();
    const { id, revision } = await write(author);
    const change = { content_id: id, revision, campaign_id: newId() };
    await expect(author.call(UpdateContent, change)).rejects.toMatchObject({ code: 'PLATFORM_SERVICE_UNAVAILABLE' });
    using campaigns = new PlayedCampaigns(stack.nats);
    await eventually(() => expect(author.call(UpdateContent, change)).rejects.toMatchObject(refusal('CAMPAIGNS_CAMPAIGN_NOT_FOUND')));
    await expect(write(author, { campaign_id: newId() })).rejects.toMatchObject(refusal('CAMPAIGNS_CAMPAIGN_NOT_FOUND'));
    const { asked } = campaigns;
    await author.call(UpdateContent, { content_id: id, revision, campaign_id: null, quality_score: 2 });
    expect(campaigns.asked).toBe(asked);
  });

  test('keeps its campaign in an edit that repeats it, though nobody can say whether that is still there', async () => {
    const [author, campaign_id] = [stack.caller(), newId()];
    const campaigns = new PlayedCampaigns(stack.nats, campaign_id);
    const { id, revision } = await eventually(() => write(author, { campaign_id }));
    campaigns[Symbol.dispose]();
    const edited = await author.call(UpdateContent, { content_id: id, revision, campaign_id, title: 'Still of it' });
    expect(edited).toMatchObject({ campaign_id, title: 'Still of it' });
  });

  test('gets its first answer again, whatever became of the campaign', async () => {
    const [author, campaign_id] = [stack.caller(), newId()];
    const campaigns = new PlayedCampaigns(stack.nats, campaign_id);
    const input = { content_type: 'blog_post', title: 'Once', campaign_id } as const;
    const context = await author.context(idempotent(newId()));
    const first = await eventually(() => author.call(CreateContent, input, context));
    campaigns[Symbol.dispose]();
    expect(await author.call(CreateContent, input, await author.context(context))).toEqual(first);
  });
});
