import type { Schemas, SmartContent } from '@smartcontent/sdk';
import type { LogEvents } from './access-log.js';
import type { SentEvents } from './send-events.js';

const TOP = 10;
/** The widest range that one query takes; a log of more days is reported by its first ones. */
const MAX_RANGE_MS = 366 * 86_400_000;
const ACTIVITY_PATIENCE_MS = 10_000;
const ACTIVITY_POLL_MS = 100;

type Content = Schemas['Content'];
type ScheduledPost = Schemas['ScheduledPost'];

/** One flat object: what the demo did and what came of it. Absent parts were left out on purpose. */
export type Report = Record<string, number | string | readonly (readonly [string, number])[]>;

/** From the scheduled instant to the publication that the platform recorded, in milliseconds. */
export function latenessFigures(posts: readonly ScheduledPost[]): Report {
  const sorted = posts
    .filter((post) => post.published_at !== null)
    .map((post) => Date.parse(post.published_at as string) - Date.parse(post.scheduled_time))
    .sort((a, b) => a - b);
  return { lateness_p50_ms: percentile(sorted, 0.5), lateness_p99_ms: percentile(sorted, 0.99) };
}

/** Nearest-rank percentile of sorted values; 0 where there are none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Posts by how often the sandbox took them. */
export async function publicationFigures(sandboxUrl: string, inbox: string, posts: readonly ScheduledPost[]): Promise<Report> {
  const response = await fetch(`${sandboxUrl}/inboxes/${inbox}/messages?limit=100000`);
  const { items } = (await response.json()) as { items: { message_id: string; was_accepted: boolean }[] };
  const copies = new Map<string, number>();
  for (const item of items) if (item.was_accepted) copies.set(item.message_id, (copies.get(item.message_id) ?? 0) + 1);
  const counts = posts.map((post) => copies.get(post.id) ?? 0);
  return {
    posts_scheduled: posts.length,
    posts_published: posts.filter((post) => post.status === 'published').length,
    published_once: counts.filter((count) => count === 1).length,
    published_twice: counts.filter((count) => count > 1).length,
    dispatch_retries: posts.reduce((sum, post) => sum + post.retry_count, 0),
  };
}

export function contentFigures(contents: readonly Content[]): Report {
  return {
    posts_imported: contents.length,
    versions: contents.reduce((sum, content) => sum + content.version_number, 0),
    posts_approved: contents.filter((content) => content.approved_version_id === content.version_id).length,
  };
}

/** What the platform kept of what was done to contents and posts, once it has heard of so many creations and publications. */
export async function activityFigures(sc: SmartContent, created: number, published: number): Promise<Report> {
  const expected = Object.entries({ 'content.created': created, 'post.published': published, 'content.published': published });
  const endMs = Date.now() + ACTIVITY_PATIENCE_MS;
  for (;;) {
    const range = { from: new Date(Date.now() - MAX_RANGE_MS / 2).toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };
    const { items } = await sc.activity.count(range);
    const sum = (isCounted: (type: string) => boolean) =>
      items.reduce((total, item) => total + (isCounted(item.type) ? item.events : 0), 0);
    const isComplete = expected.every(([last, count]) => sum((type) => type === last) >= count);
    if (isComplete || Date.now() > endMs) return { activity_events: sum(() => true) };
    await new Promise((resolve) => setTimeout(resolve, ACTIVITY_POLL_MS));
  }
}

export function eventFigures(sent: SentEvents, log: LogEvents): Report {
  return {
    log_lines_malformed: log.malformedLines.length,
    events_sent: sent.sent,
    events_received: sent.received,
    events_accepted: sent.accepted,
    events_rejected: sent.rejected,
    events_stored: sent.stored,
    events_duplicate: sent.duplicate,
    events_dead: sent.dead,
    events_in_flight: sent.in_flight,
    ingest_seconds: round(sent.seconds),
    events_per_second: Math.round(sent.sent / sent.seconds),
  };
}

/** What ClickHouse says of the log's whole range, whoever sent it and when. */
export async function trafficFigures(
  sc: SmartContent,
  log: Pick<LogEvents, 'from' | 'to'>,
  titles: ReadonlyMap<string, string>,
): Promise<Report> {
  const to = new Date(Math.min(Date.parse(log.to), Date.parse(log.from) + MAX_RANGE_MS)).toISOString();
  const range = { from: log.from, to };
  const [totals, pages, posts] = await Promise.all([
    sc.totals.get(range),
    sc.events.breakDown({ ...range, event_type: 'view', property: 'path', limit: TOP }),
    sc.content.top({ ...range, event_type: 'click', limit: TOP }),
  ]);
  const total = (type: string) => totals.items.find((item) => item.event_type === type)?.events ?? 0;
  return {
    views_total: total('view'),
    clicks_total: total('click'),
    top_pages: pages.items.map((item) => [item.value, item.events] as const),
    top_posts: posts.items.map((item) => [titles.get(item.content_id) ?? item.content_id, item.events] as const),
  };
}

/** The report for a person: a line a figure, then the two lists. */
export function printReport(report: Report): string {
  const lines = Object.entries(report).flatMap(([name, value]) =>
    Array.isArray(value)
      ? ['', `  ${name}`, ...value.map(([label, count]) => `    ${String(count).padStart(6)}  ${label}`)]
      : [`  ${name.padEnd(24)} ${String(value)}`],
  );
  return ['Report', ...lines].join('\n');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
