import { ApiError, type SmartContent, smartContent } from '@smartcontent/sdk';
import { type LogEvents, readAccessLog } from './access-log.js';
import { bookSpending, createCampaign, startCampaign } from './campaign.js';
import { campaignFigures } from './campaign-figures.js';
import { importPosts } from './import-posts.js';
import { countNotifications } from './notifications.js';
import type { DemoOptions } from './options.js';
import type { Platform } from './platform.js';
import { parsePosts, readSource } from './posts-file.js';
import { awaitPublication, connectSandbox, schedulePosts } from './publish-posts.js';
import {
  activityFigures,
  contentFigures,
  eventFigures,
  latenessFigures,
  publicationFigures,
  type Report,
  trafficFigures,
} from './report.js';
import { awaitIndex, searchFigures } from './search-posts.js';
import { sendEvents } from './send-events.js';
import { draftFigures, writeDrafts } from './write-drafts.js';

const INBOX = 'demo';
/** Shorter than the platform's 24 hours, so that a run that starts inside them also ends inside them. */
const REPEATABLE_MS = 23 * 3_600_000;

/** The whole loop on one platform: a campaign, its posts in and out, traffic in, drafts of more, and what came of all that. Running it again changes no count. */
export async function runDemo(options: DemoOptions, platform: Platform): Promise<Report> {
  const sc = smartContent({ baseUrl: platform.baseUrl, credential: platform.apiKey });
  const source = readSource(options.postsFile);
  const posts = parsePosts(source.text);
  const logFile = readSource(options.accessLogFile);
  const preview = readAccessLog(logFile.text, logFile.hash, ['']);
  console.log(`${posts.length} posts, ${preview.events.length} events of ${options.accessLogFile}`);
  for (const line of preview.malformedLines) console.log(`  line ${line} of the log is malformed and was left out`);
  const storedAt = await firstStoredAt(sc, preview);
  if (storedAt && Date.now() - Date.parse(storedAt) > REPEATABLE_MS) {
    console.log(`This log was imported at ${storedAt}. A repeat would no longer be recognised, so the import is left out.`);
    return trafficFigures(sc, preview, new Map());
  }
  const notifications = countNotifications(sc, 'content.published');
  const campaign = await createCampaign(sc, source.hash);
  const imported = await importPosts(sc, posts, campaign);
  const account = await connectSandbox(sc, platform.sandboxUrl, INBOX);
  await startCampaign(sc, campaign);
  const leaving = await schedulePosts(sc, imported, account, campaign);
  const log = readAccessLog(
    logFile.text,
    logFile.hash,
    imported.map((content) => content.id),
  );
  const sent = await sendEvents(sc, log.events);
  for (const reason of sent.reasons.slice(0, 5)) console.log(`  rejected: ${reason}`);
  const scheduled = await awaitPublication(sc, imported);
  const drafts = await writeDrafts(sc, posts, campaign);
  await bookSpending(sc, campaign);
  await awaitIndex(sc, imported);
  const titles = new Map(imported.map((content) => [content.id, content.title ?? '']));
  const published = scheduled.filter((post) => post.status === 'published').length;
  return {
    ...contentFigures(imported),
    ...(await publicationFigures(platform.sandboxUrl, INBOX, scheduled)),
    ...latenessFigures(scheduled),
    ...(await activityFigures(sc, imported.length + drafts.length, published)),
    notifications_received: await notifications.stopAfter(leaving),
    ...eventFigures(sent, log),
    ...(await draftFigures(sc, drafts)),
    ...(await campaignFigures(
      sc,
      campaign,
      { contents: imported.length + drafts.length, published, clicks: log.events.length / 2 },
      titles,
    )),
    ...(await searchFigures(sc, posts, imported)),
    ...(await trafficFigures(sc, log, titles)),
  };
}

/** When the log's first event was received, if it ever was. */
async function firstStoredAt(sc: SmartContent, log: LogEvents): Promise<string | undefined> {
  const first = log.events[0];
  const atMs = Date.parse(first?.timestamp as string);
  const range = { from: new Date(atMs).toISOString(), to: new Date(atMs + 1).toISOString() };
  try {
    return (await sc.event.get({ event_id: first?.event_id as string, ...range })).received_at;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'ANALYTICS_EVENT_NOT_FOUND') return undefined;
    throw error;
  }
}
