import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCOPES } from '@smartcontent/contracts';
import { runDemo } from '@smartcontent/demo';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const CORPUS = join(import.meta.dirname, '..', '..', 'demo', 'corpus');
const options = { postsFile: join(CORPUS, 'posts.ndjson'), accessLogFile: join(CORPUS, 'access.log'), jsonFile: undefined };
const posts = readFileSync(options.postsFile, 'utf8').trim().split('\n').length;
const DRAFTS = 10;
const platform = usePlatform();
let run: () => ReturnType<typeof runDemo>;
beforeAll(async () => {
  const key = await (await Company.signUp(platform)).makeKey([...SCOPES]);
  const unused = { memoryMib: async () => 0, stop: async () => undefined };
  run = () => runDemo(options, { baseUrl: platform.url, apiKey: key.key, sandboxUrl: platform.sandboxUrl, ...unused });
});

describe('the demo on the corpus of this repository', () => {
  it('reports what a plain count of the file says, publishes each post once, and changes no count when it runs again', async () => {
    const { pages, views, malformed } = countFile();
    const first = await run();
    expect(first).toMatchObject({
      posts_imported: posts,
      posts_published: posts,
      published_once: posts,
      published_twice: 0,
      notifications_received: posts,
      log_lines_malformed: malformed,
      events_sent: 2 * views,
      events_accepted: 2 * views,
      events_stored: 2 * views,
      events_duplicate: 0,
      views_total: views,
      clicks_total: views,
      drafts_written: DRAFTS,
      drafts_failed: 0,
      usage_rows: DRAFTS,
      campaign_contents: posts + DRAFTS,
      campaign_posts: posts,
      campaign_posts_published: posts,
      campaign_budget_usd: '1500.00',
      campaign_spent_usd: '200.100000000000',
      campaign_left_usd: '1299.900000000000',
      campaign_clicks: views,
      // The log tells of no impressions.
      campaign_engagement_rate: 'no data',
      campaign_posts_by_status: [['published', posts]],
    });
    expect(new Map(first.campaign_contents_by_status as [string, number][])).toEqual(
      new Map([
        ['published', posts],
        ['draft', DRAFTS],
      ]),
    );
    const clicks = (first.campaign_top_contents as [string, number][]).map(([, count]) => count);
    expect(clicks).toEqual(clicks.toSorted((a, b) => b - a));
    expect(clicks).toHaveLength(5);
    expect(first.search_mrr10).toBeGreaterThanOrEqual(0.94);
    expect(first.searches).toHaveLength(5);
    expect(first.model_usage).toEqual([[expect.stringMatching(/^calls of offline-writer-v1 in .* tokens, 0\.0+ USD$/), DRAFTS]]);
    expect(new Map(first.top_pages as [string, number][])).toEqual(topTen(pages, first.top_pages as [string, number][]));
    // Written, submitted, approved, scheduled (which content takes note of) and published (as does content), and some were edited; drafts are just written.
    expect(first.activity_events).toBe(7 * posts + (first.versions as number) - posts + DRAFTS);
    const second = await run();
    expect(second).toMatchObject({ published_once: posts, published_twice: 0, events_stored: 0, events_duplicate: 2 * views });
    for (const figure of [
      'versions',
      'posts_imported',
      'posts_scheduled',
      'activity_events',
      'usage_rows',
      'views_total',
      'clicks_total',
      'top_pages',
      ...Object.keys(first).filter((name) => name.startsWith('campaign_')),
    ]) {
      expect(second[figure]).toEqual(first[figure]);
    }
  }, 90_000);
});

/** Views by path, counted by cutting lines at their quotes: nothing of the demo's own reader. */
function countFile(): { pages: Map<string, number>; views: number; malformed: number } {
  const lines = readFileSync(options.accessLogFile, 'utf8').trim().split('\n');
  const whole = lines.filter((line) => line.endsWith('"'));
  const pages = new Map<string, number>();
  for (const line of whole) {
    const [, request, rest] = line.split('"') as [string, string, string];
    const [method, target] = request.split(' ') as [string, string];
    const status = Number(rest.trim().split(' ')[0]);
    if (method !== 'GET' || !((status >= 200 && status < 300) || status === 304)) continue;
    const path = target.split('?')[0] as string;
    pages.set(path, (pages.get(path) ?? 0) + 1);
  }
  return { pages, views: [...pages.values()].reduce((sum, count) => sum + count, 0), malformed: lines.length - whole.length };
}

/** The ten highest counts; among pages with the count of the tenth any may stand there, so those are taken from `reported`. */
function topTen(pages: ReadonlyMap<string, number>, reported: readonly (readonly [string, number])[]): Map<string, number> {
  const tenth = [...pages.values()].sort((a, b) => b - a)[9] as number;
  const sure = [...pages].filter(([, count]) => count > tenth);
  const tied = reported.filter(([path, count]) => count === tenth && pages.get(path) === tenth);
  return new Map([...sure, ...tied.map(([path, count]) => [path, count] as const)].slice(0, 10));
}
