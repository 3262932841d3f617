import type { Schemas, SmartContent } from '@smartcontent/sdk';
import type { DemoCampaign } from './campaign.js';
import { forEachOf, Progress } from './progress.js';

const CONCURRENCY = 8;
/** Posts leave this many milliseconds apart, the first after the lead that scheduling them all takes. */
const APART_MS = 40;
const LEAD_MS_PER_POST = 15;
const LEAST_LEAD_MS = 3_000;
const WAIT_AFTER_LAST_MS = 60_000;
const POLL_MS = 500;
const ENDS = new Set(['published', 'failed', 'cancelled', 'missed']);

type Content = Schemas['Content'];
type PlatformAccount = Schemas['PlatformAccount'];
type ScheduledPost = Schemas['ScheduledPost'];

/** Connects an inbox of the sandbox, once per inbox: the signing secret goes from the platform's answer to the sandbox. */
export async function connectSandbox(sc: SmartContent, sandboxUrl: string, inbox: string): Promise<PlatformAccount> {
  const url = `${sandboxUrl}/inboxes/${inbox}/messages`;
  for await (const known of sc.platformAccount.list.each({ limit: 100 })) {
    if (known.settings.url === url && known.status === 'connected') return known;
  }
  const account = await sc.platformAccount.connect({
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
export async function schedulePosts(
  sc: SmartContent,
  contents: readonly Content[],
  account: PlatformAccount,
  campaign: DemoCampaign,
): Promise<number> {
  const waiting = contents.filter((content) => content.status === 'approved' && !content.scheduled_for);
  const progress = new Progress('schedule', waiting.length);
  const firstMs = Date.now() + Math.max(LEAST_LEAD_MS, waiting.length * LEAD_MS_PER_POST);
  await forEachOf(waiting, CONCURRENCY, async (content, index) => {
    await sc.post.schedule({
      content_id: content.id,
      version_id: content.version_id,
      platform_account_id: account.id,
      campaign_id: campaign.id,
      scheduled_time: new Date(firstMs + index * APART_MS).toISOString(),
    });
    progress.advance();
  });
  return waiting.length;
}

/** Waits until every post of these contents has come to an end, and returns them all. */
export async function awaitPublication(sc: SmartContent, contents: readonly Content[]): Promise<ScheduledPost[]> {
  const ids = new Set(contents.map((content) => content.id));
  const progress = new Progress('publish', contents.length);
  let shown = 0;
  for (;;) {
    const posts: ScheduledPost[] = [];
    for await (const post of sc.post.list.each({ limit: 100 })) if (ids.has(post.content_id)) posts.push(post);
    const ended = posts.filter((post) => ENDS.has(post.status)).length;
    progress.advance(ended - shown);
    shown = ended;
    const lastDueMs = Math.max(0, ...posts.map((post) => Date.parse(post.scheduled_time)));
    if (ended === posts.length) return posts;
    if (Date.now() > lastDueMs + WAIT_AFTER_LAST_MS) throw new Error(`${posts.length - ended} posts did not come to an end`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
