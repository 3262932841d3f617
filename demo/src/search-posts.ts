import type { Item, Schemas, SmartContent } from '@smartcontent/sdk';
import type { SourcePost } from './posts-file.js';
import { forEachOf, Progress } from './progress.js';
import type { Report } from './report.js';

const SEARCHES = 5;
const HITS_SHOWN = 3;
const DEPTH = 10;
const CONCURRENCY = 4;
const QUERY_CHARACTERS = 90;
const POLL_MS = 250;
const PATIENCE_MS = 120_000;
/** The drafts of the demo say what the posts say, so they stay out of what is counted. */
const FILTERS = { content_type: 'blog_post' } as const;

type Content = Schemas['Content'];
type Hit = Item<'embeddings.content.search'>;

/** Resolves when every one of these contents can be found. */
export async function awaitIndex(sc: SmartContent, contents: readonly Content[]): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  const progress = new Progress('index', contents.length);
  for (let shown = 0; ; ) {
    const found = new Set<string>();
    for await (const document of sc.document.list.each({ limit: 100 })) {
      if (document.indexed_revision !== null) found.add(document.content_id);
    }
    const indexed = contents.filter((content) => found.has(content.id)).length;
    progress.advance(indexed - shown);
    shown = indexed;
    if (indexed === contents.length) return;
    if (Date.now() > endMs) throw new Error(`${contents.length - indexed} contents did not come into the index`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/**
 * Five sentences out of the middle of posts with what they find, and how high each post stands among what its title finds; of posts
 * of one title only one can be first.
 */
export async function searchFigures(sc: SmartContent, posts: readonly SourcePost[], contents: readonly Content[]): Promise<Report> {
  const search = async (query: string): Promise<Hit[]> => (await sc.contentIndex.search({ query, filters: FILTERS, limit: DEPTH })).items;
  const chosen = Array.from({ length: Math.min(SEARCHES, posts.length) }, (_, index) => Math.floor((index * posts.length) / SEARCHES));
  const searches = await Promise.all(chosen.map((index) => oneSearch(search, posts[index] as SourcePost)));
  const progress = new Progress('search', contents.length);
  const shares: number[] = [];
  await forEachOf(contents, CONCURRENCY, async (content) => {
    const place = (await search(content.title ?? '')).findIndex((hit) => hit.content_id === content.id);
    shares.push(place < 0 ? 0 : 1 / (place + 1));
    progress.advance();
  });
  const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
  return { search_mrr10: Math.round(mean * 1_000) / 1_000, searches };
}

async function oneSearch(search: (query: string) => Promise<Hit[]>, post: SourcePost): Promise<readonly [string, number]> {
  const query = middleSentence(post.body);
  const hits = await search(query);
  const titles = hits.slice(0, HITS_SHOWN).map((hit) => `“${hit.title}”`);
  return [`“${query}” → ${titles.join(', ') || 'nothing'}`, hits.length];
}

/** Long enough to say something, short enough for a line. */
function middleSentence(body: string): string {
  const sentences = body.split(/(?<=[.!?])\s+/u).map((sentence) => sentence.replace(/\s+/gu, ' ').trim());
  const telling = sentences.filter((sentence) => sentence.length >= 30 && sentence.length <= QUERY_CHARACTERS);
  return telling[Math.floor(telling.length / 2)] ?? body.slice(0, QUERY_CHARACTERS).replace(/\s+/gu, ' ').trim();
}
