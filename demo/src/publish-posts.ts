import {
  ConnectPlatformAccount,
  type Content,
  ListPlatformAccounts,
  ListScheduledPosts,
  type PlatformAccount,
  type ScheduledPost,
  SchedulePost,
} from '@smartcontent/contracts';
import type { Api } from './api.js';
import { forEachOf, Progress } from './progress.js';

const CONCURRENCY = 8;
/** Posts leave this many milliseconds apart, the first after the lead that scheduling them all takes. */
const APART_MS = 40;
const LEAD_MS_PER_POST = 15;
const LEAST_LEAD_MS = 3_000;
const WAIT_AFTER_LAST_MS = 60_000;
const POLL_MS = 500;
const ENDS = new Set(['published', 'failed', 'cancelled', 'missed']);

/** Connects an inbox of the sandbox, once per inbox: the signing secret goes from the platform's answer to the sandbox. */
export async function connectSandbox(api: Api, sandboxUrl: string, inbox: string): Promise<PlatformAccount> {
  const known = await listAll((cursor) => api.call(ListPlatformAccounts, { limit: 100, cursor }));
  const url = `${sandboxUrl}/inboxes/${inbox}/messages`;
  const existing = known.find((account) => account.settings.url === url && account.status === 'connected');
  if (existing) return existing;
  const account = await api.call(ConnectPlatformAccount, {
    platform: 'webhook',
    name: `sandbox ${inbox}`,
    settings: { url, lookup_url: `${url}/{id}` },
  });
  const response = await fetch(`${sandboxUrl}/inboxes/${inbox}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: account.signing_secret }),
  });
  if (!response.ok) throw new Error(`the sandbox refused the inbox: ${response.status}`);
  return account;
}

/** Schedules what has no post yet, a few hundredths of a second apart; returns how many those were. */
export async function schedulePosts(api: Api, contents: readonly Content[], account: PlatformAccount): Promise<number> {
  const waiting = contents.filter((content) => content.status === 'approved' && !content.scheduled_for);
  const progress = new Progress('schedule', waiting.length);
  const firstMs = Date.now() + Math.max(LEAST_LEAD_MS, waiting.length * LEAD_MS_PER_POST);
  await forEachOf(waiting, CONCURRENCY, async (content, index) => {
    await api.call(SchedulePost, {
      content_id: content.id,
      version_id: content.version_id,
      platform_account_id: account.id,
      scheduled_time: new Date(firstMs + index * APART_MS).toISOString(),
    });
    progress.advance();
  });
  return waiting.length;
}

/** Waits until every post of these contents has come to an end, and returns them all. */
export async function awaitPublication(api: Api, contents: readonly Content[]): Promise<ScheduledPost[]> {
  const ids = new Set(contents.map((content) => content.id));
  const progress = new Progress('publish', contents.length);
  let shown = 0;
  for (;;) {
    const all = await listAll((cursor) => api.call(ListScheduledPosts, { limit: 100, cursor }));
    const posts = all.filter((post) => ids.has(post.content_id));
    const ended = posts.filter((post) => ENDS.has(post.status)).length;
    progress.advance(ended - shown);
    shown = ended;
    const lastDueMs = Math.max(0, ...posts.map((post) => Date.parse(post.scheduled_time)));
    if (ended === posts.length) return posts;
    if (Date.now() > lastDueMs + WAIT_AFTER_LAST_MS) throw new Error(`${posts.length - ended} posts did not come to an end`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Walks every page of a list. */
export async function listAll<T>(page: (cursor?: string) => Promise<{ items: T[]; next_cursor: string | null }>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const answer = await page(cursor);
    items.push(...answer.items);
    if (!answer.next_cursor) return items;
    cursor = answer.next_cursor;
  }
}
