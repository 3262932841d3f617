import {
  ApproveContent,
  CheckDuplicates,
  CreateContent,
  DeleteContent,
  EraseCompany,
  GetContent,
  ListSimilarContent,
  type OutputOf,
  SchedulePost,
  SearchByWordAndMeaning,
  StartGeneration,
  SubmitContent,
  UpdateCompany,
  UpdateContent,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { erased, placesOf } from './planted-company.js';
import { usePlatform } from './platform.js';

const KEY = `sc_operator_${'Searched-'.repeat(4)}`;
const WAIT = { timeoutMs: 20_000 };
const LEAD = 'Seedlings on a dark windowsill stretch towards the pane, turn pale and fall over before they have a second pair of leaves.';
const platform = usePlatform(() => ({ identity: { ERASURE_SETTLE_SECONDS: '3' }, gateway: { OPERATOR_KEY: KEY } }));
let acme: Company;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});

const search = async (query: string, { token } = acme) => (await platform.call(SearchByWordAndMeaning, { query }, token)).items;

/** Waits until the first thing that is found, by its words, is this content: who searches while it comes in may see its vectors first. */
function found(query: string, contentId: string): Promise<OutputOf<typeof SearchByWordAndMeaning>['items'][number]> {
  return eventually(async () => {
    const [first] = await search(query);
    if (first?.content_id !== contentId || first.word_rank !== 1) throw new Error(`“${query}” finds ${first?.title ?? 'nothing'} first`);
    return first;
  }, WAIT);
}

async function approve(id: string): Promise<OutputOf<typeof GetContent>> {
  const { version_hash } = await platform.call(GetContent, { content_id: id }, acme.token);
  await platform.call(SubmitContent, { content_id: id }, acme.token);
  await platform.call(ApproveContent, { content_id: id, version_hash }, acme.token);
  return platform.call(GetContent, { content_id: id }, acme.token);
}

describe('what a company has', () => {
  let contentId: string;

  it('is found from the draft on, as its newest version says it, by the company alone', async () => {
    const prompt = { content_type: 'blog', title: 'Light for seedlings', prompt: 'Write what light does.', template: LEAD } as const;
    contentId = (await platform.call(StartGeneration, prompt, acme.token)).content_id;
    const hit = await found('pale seedlings stretching in the dark', contentId);
    expect(hit).toMatchObject({ title: 'Light for seedlings', status: 'draft', content_type: 'blog_post', user_id: acme.account.user.id });
    const [{ text, marks } = { text: '', marks: [] }] = hit.highlights;
    expect(marks.map(({ start, end }) => text.slice(start, end).toLowerCase())).toContain('pale');

    const { revision } = await platform.call(GetContent, { content_id: contentId }, acme.token);
    const content_text = `${LEAD} A lamp of twelve hours a day prevents etiolation.`;
    await platform.call(UpdateContent, { content_id: contentId, revision, content_text }, acme.token);
    await found('etiolation', contentId);
    const stranger = await Company.signUp(platform);
    expect(await search('etiolation', stranger)).toEqual([]);
  });

  it('is named to whoever writes or schedules nearly the same', async () => {
    const copy = `${LEAD} A lamp of twelve hours a day prevents etiolation!`;
    await eventually(async () => {
      const { items } = await platform.call(CheckDuplicates, { text: copy }, acme.token);
      expect(items.map(({ content_id }) => content_id)).toEqual([contentId]);
    }, WAIT);
    const written = await platform.call(CreateContent, { content_type: 'blog_post', title: 'Light', content_text: copy }, acme.token);
    expect(written.near_duplicates).toMatchObject([{ content_id: contentId, title: 'Light for seedlings' }]);
    const account = await acme.connectSandbox('copies');
    const { version_id } = await approve(written.id);
    const scheduled_time = new Date(Date.now() + 3_600_000).toISOString();
    const input = { content_id: written.id, version_id, platform_account_id: account.id, scheduled_time };
    const post = await platform.call(SchedulePost, input, acme.token);
    expect(post.near_duplicates?.map(({ content_id }) => content_id)).toEqual([contentId]);
    await eventually(async () => {
      const { items } = await platform.call(ListSimilarContent, { content_id: contentId }, acme.token);
      expect(items[0]?.content_id).toBe(written.id);
    }, WAIT);
  });

  it('is found no more once it is deleted, and nowhere once the company is erased', async () => {
    const { token, password, account } = acme;
    await platform.call(DeleteContent, { content_id: contentId }, token);
    await eventually(
      async () => expect((await search('pale seedlings')).map(({ content_id }) => content_id)).not.toContain(contentId),
      WAIT,
    );
    expect((await search('pale seedlings')).map(({ title }) => title)).toEqual(['Light']);

    const company_name = 'Seedlings to be erased';
    await platform.call(UpdateCompany, { name: company_name }, token);
    await platform.drained();
    const marks = [account.company.id, 'windowsill', 'etiolation'];
    expect(await placesOf(platform.stack, marks)).toEqual(
      expect.arrayContaining([
        'EVT_GENERATION',
        'generation.runs',
        'generation.content_history',
        'generation.api_usage',
        'embeddings.documents',
      ]),
    );
    const report = await erased(platform, KEY, await platform.call(EraseCompany, { password, company_name }, token));
    expect(report.left).toBe(0);
    expect(await placesOf(platform.stack, marks)).toEqual([]);
  }, 60_000);
});
