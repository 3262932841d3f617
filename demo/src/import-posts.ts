import type { Schemas, SmartContent } from '@smartcontent/sdk';
import { type DemoCampaign, keyOf } from './campaign.js';
import type { SourcePost } from './posts-file.js';
import { forEachOf, Progress } from './progress.js';

/** Every tenth post is edited once before it is submitted, so that a second version exists. */
const EDIT_EVERY = 10;
const CONCURRENCY = 8;

type Content = Schemas['Content'];

/**
 * Writes, edits, submits and approves each post, for the campaign. Idempotency keys come from the file's hash and the line, and each step
 * looks at where the content stands: a second run, or one after a crash, goes on where the last one ended.
 */
export async function importPosts(sc: SmartContent, posts: readonly SourcePost[], campaign: DemoCampaign): Promise<Content[]> {
  const progress = new Progress('write and approve', posts.length);
  const contents: Content[] = [];
  await forEachOf(posts, CONCURRENCY, async (post, index) => {
    contents[index] = await importPost(sc, post, index, campaign);
    progress.advance();
  });
  return contents;
}

async function importPost(sc: SmartContent, post: SourcePost, index: number, campaign: DemoCampaign): Promise<Content> {
  const once = (step: string) => ({ idempotencyKey: keyOf(campaign, `${post.line}:${step}`) });
  const metadata = { slug: post.slug, authors: [...post.authors] };
  const written = { content_type: 'blog_post', title: post.title, content_text: post.body, metadata, campaign_id: campaign.id } as const;
  const { id: content_id } = await sc.content.create(written, once('create'));
  let content = await sc.content.get({ content_id });
  if (content.status === 'draft' && content.version_number === 1 && index % EDIT_EVERY === 0) {
    content = await sc.content.update({ content_id, revision: content.revision, metadata: { ...metadata, edited: true } });
  }
  if (content.status === 'draft') await sc.content.submit({ content_id }, once('submit'));
  if (content.status === 'draft' || content.status === 'review') {
    await sc.version.approve({ content_id, version_hash: content.version_hash }, once('approve'));
  }
  return sc.content.get({ content_id });
}
