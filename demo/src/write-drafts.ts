import { OFFLINE_MODEL, OFFLINE_PROVIDER } from '@smartcontent/contracts';
import { ApiError, type Output, type SmartContent } from '@smartcontent/sdk';
import { type DemoCampaign, keyOf } from './campaign.js';
import type { SourcePost } from './posts-file.js';
import { forEachOf, Progress } from './progress.js';
import type { Report } from './report.js';

const DRAFTS = 10;
const CONCURRENCY = 4;
const POLL_MS = 100;
const PATIENCE_MS = 60_000;
const DAY_MS = 86_400_000;
const TEMPLATE = '{{lead}}\n\nAll of it in “{{title}}”.';

type Run = Output<'generation.run.get'>;

/**
 * Has the writer that is built in announce ten of the posts, spread over the file: social posts of the campaign, which stay drafts. A second run
 * is the same by its Idempotency-Keys.
 */
export async function writeDrafts(sc: SmartContent, posts: readonly SourcePost[], campaign: DemoCampaign): Promise<Run[]> {
  const chosen = Array.from({ length: Math.min(DRAFTS, posts.length) }, (_, index) => posts[Math.floor((index * posts.length) / DRAFTS)]);
  const progress = new Progress('write drafts', chosen.length);
  const runs: Run[] = [];
  await forEachOf(chosen as SourcePost[], CONCURRENCY, async (post, index) => {
    const once = { idempotencyKey: keyOf(campaign, `${post.line}:draft`) };
    const { id } = await sc.run.start({ ...briefOf(post), campaign_id: campaign.id }, once);
    runs[index] = await ended(sc, id);
    progress.advance();
  });
  return runs;
}

function briefOf({ title, body }: SourcePost) {
  const lead = body.split(/(?<=[.!?])\s/u)[0]?.slice(0, 280) ?? '';
  return {
    content_type: 'social' as const,
    title,
    prompt: `Announce the post “${title}” in one paragraph.`,
    template: TEMPLATE,
    variables: { lead },
    models: [{ provider: OFFLINE_PROVIDER, model: OFFLINE_MODEL }],
  };
}

async function ended(sc: SmartContent, generationId: string): Promise<Run> {
  for (const endMs = Date.now() + PATIENCE_MS; ; ) {
    const run = await sc.run.get({ generation_id: generationId });
    const isEnd = run.status === 'succeeded' ? await isContent(sc, run.content_id) : run.finished_at;
    if (isEnd) return run;
    if (Date.now() > endMs) throw new Error(`the draft ${generationId} did not come to an end`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A draft becomes a content a moment after it was written. */
function isContent(sc: SmartContent, contentId: string): Promise<boolean> {
  return sc.content.get({ content_id: contentId }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return false;
      throw error;
    },
  );
}

/** What came of the drafts, and what the platform's books say that they used: a line a model and month. */
export async function draftFigures(sc: SmartContent, runs: readonly Run[]): Promise<Report> {
  const range = { from: new Date(Date.now() - DAY_MS).toISOString(), to: new Date(Date.now() + DAY_MS).toISOString() };
  const { items } = await sc.report.modelCosts(range);
  return {
    drafts_written: runs.filter((run) => run.status === 'succeeded').length,
    drafts_failed: runs.filter((run) => run.status !== 'succeeded').length,
    usage_rows: items.reduce((sum, item) => sum + item.api_calls, 0),
    model_usage: items.map((item) => [
      `calls of ${item.model} in ${item.month.slice(0, 7)}: ${item.total_tokens} tokens, ${costOf(item)}`,
      item.api_calls,
    ]),
  };
}

function costOf({ total_cost, unpriced_calls }: { total_cost: string | null; unpriced_calls: number }): string {
  const known = total_cost === null ? 'cost unknown' : `${total_cost} USD`;
  return unpriced_calls > 0 && total_cost !== null ? `${known} and ${unpriced_calls} calls without a price` : known;
}
