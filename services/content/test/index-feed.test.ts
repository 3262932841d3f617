import { RequestClient } from '@smartcontent/bus';
import { DeleteContent, PageForIndex, ReadForIndex } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { describe, expect, test } from 'vitest';
import { useContent, write } from './use-content.js';

const { stack } = useContent();
const asEmbeddings = async (companyId: string | null) => {
  const context = await stack.actorTokens('embeddings').serviceContext(companyId, 'index contents');
  const requests = new RequestClient(stack.nats);
  return {
    read: (content_ids: string[]) => requests.call(ReadForIndex, { content_ids }, context),
    page: (after: { company_id: string; content_id: string } | null, limit: number) =>
      requests.call(PageForIndex, { after, limit }, context),
  };
};

describe('what an index is told', () => {
  test('is the text of a content and what it is filtered by, of the company alone', async () => {
    const author = stack.caller();
    const metadata = { topics: ['releases', 7, '', 'a'.repeat(150), `${'b'.repeat(99)}🐝`], other: true };
    const { id } = await write(author, { metadata, quality_score: 7.25, platform: 'webhook' });
    const { items, left } = await (await asEmbeddings(author.companyId)).read([id, newId()]);
    const topics = ['releases', 'a'.repeat(100), 'b'.repeat(99)];
    expect([items, left]).toMatchObject([[{ id, title: 'Road to 1.0', content_text: 'The beta is near.', revision: 1, topics }], []]);
    expect(items[0]).toMatchObject({ quality_score: 7.25, platform: 'webhook', status: 'draft', published_at: null });
    expect(await (await asEmbeddings(stack.caller().companyId)).read([id])).toEqual({ items: [], left: [] });
  });

  test('comes in answers that a message carries, until nothing is left', async () => {
    const author = stack.caller();
    // As JSON twice as long as in Postgres.
    const texts = ['\n'.repeat(340_000), 'b'.repeat(300_000), '\n'.repeat(300_000), 'd'.repeat(10)];
    const ids = [];
    for (const content_text of texts) ids.push((await write(author, { content_text })).id);
    const feed = await asEmbeddings(author.companyId);
    const lengths = new Map<string, number>();
    let left = ids;
    let answers = 0;
    for (; left.length > 0; answers++) {
      const answer = await feed.read(left);
      for (const { id, content_text } of answer.items) lengths.set(id, content_text?.length ?? 0);
      expect(answer.items.length + answer.left.length).toBe(left.length);
      left = answer.left;
    }
    expect(ids.map((id) => lengths.get(id))).toEqual(texts.map((text) => text.length));
    expect(answers).toBeGreaterThan(1);
  });

  test('names all contents of every company page by page, and of one alone where one is named', async () => {
    const [one, two] = [stack.caller(), stack.caller()];
    const written = [await write(one), await write(one), await write(two)];
    const gone = await write(two);
    await two.call(DeleteContent, { content_id: gone.id });
    const walk = async (companyId: string | null) => {
      const feed = await asEmbeddings(companyId);
      const seen: string[] = [];
      for (let page = await feed.page(null, 2); page.items.length > 0; page = await feed.page(page.items.at(-1) ?? null, 2)) {
        seen.push(...page.items.map(({ content_id }) => content_id));
        if (page.items.some(({ revision }) => revision !== 1)) break;
      }
      return seen;
    };
    expect((await walk(two.companyId)).toSorted()).toEqual([written[2]?.id]);
    const all = await walk(null);
    expect(all).toEqual(expect.arrayContaining(written.map(({ id }) => id)));
    expect([new Set(all).size, all.includes(gone.id)]).toEqual([all.length, false]);
  });
});
