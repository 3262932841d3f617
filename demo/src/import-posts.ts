import { ApproveContent, type Content, CreateContent, GetContent, SubmitContent, UpdateContent } from '@smartcontent/contracts';
import type { Api } from './api.js';
import type { SourcePost } from './posts-file.js';
import { forEachOf, Progress } from './progress.js';

/** Every tenth post is edited once before it is submitted, so that a second version exists. */
const EDIT_EVERY = 10;
const CONCURRENCY = 8;

/**
 * Writes, edits, submits and approves each post. Idempotency keys come from the file's hash and the line, and each step
 * looks at where the content stands: a second run, or one after a crash, goes on where the last one ended.
 */
export async function importPosts(api: Api, posts: readonly SourcePost[], fileHash: string): Promise<Content[]> {
  const progress = new Progress('write and approve', posts.length);
  const contents: Content[] = [];
  await forEachOf(posts, CONCURRENCY, async (post, index) => {
    contents[index] = await importPost(api, post, index, `demo:${fileHash.slice(0, 16)}:${post.line}`);
    progress.advance();
  });
  return contents;
}

async function importPost(api: Api, post: SourcePost, index: number, key: string): Promise<Content> {
  const metadata = { slug: post.slug, authors: [...post.authors] };
  const created = await api.call(
    CreateContent,
    { content_type: 'blog_post', title: post.title, content_text: post.body, metadata },
    `${key}:create`,
  );
  let content = await api.call(GetContent, { content_id: created.id });
  if (content.status === 'draft' && content.version_number === 1 && index % EDIT_EVERY === 0) {
    const edited = { content_id: content.id, revision: content.revision, metadata: { ...metadata, edited: true } };
    content = await api.call(UpdateContent, edited);
  }
  if (content.status === 'draft') await api.call(SubmitContent, { content_id: content.id }, `${key}:submit`);
  if (content.status === 'draft' || content.status === 'review') {
    await api.call(ApproveContent, { content_id: content.id, version_hash: content.version_hash }, `${key}:approve`);
  }
  return api.call(GetContent, { content_id: content.id });
}
