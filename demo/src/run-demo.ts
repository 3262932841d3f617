import { GetEvent } from '@smartcontent/contracts';
import { type LogEvents, readAccessLog } from './access-log.js';
import { Api, ApiError } from './api.js';
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

/** The whole loop on one platform: posts in and out, traffic in, drafts of more, and what came of all that. Running it again changes no count. */
export async function runDemo(options: DemoOptions, platform: Platform): Promise<Report> {
  const api = new Api(platform.baseUrl, platform.apiKey);
  const source = readSource(options.postsFile);
  const posts = parsePosts(source.text);
  const logFile = readSource(options.accessLogFile);
  const preview = readAccessLog(logFile.text, logFile.hash, ['']);
  console.log(`${posts.length} posts, ${preview.events.length} events of ${options.accessLogFile}`);
  for (const line of preview.malformedLines) console.log(`  line ${line} of the log is malformed and was left out`);
  const storedAt = await firstStoredAt(api, preview);
  if (storedAt && Date.now() - Date.parse(storedAt) > REPEATABLE_MS) {
    console.log(`This log was imported at ${storedAt}. A repeat would no longer be recognised, so the import is left out.`);
    return trafficFigures(api, preview, new Map());
  }
  const notifications = countNotifications(api, 'content.published');
  const imported = await importPosts(api, posts, source.hash);
  const account = await connectSandbox(api, platform.sandboxUrl, INBOX);
  const leaving = await schedulePosts(api, imported, account);
  const log = readAccessLog(
    logFile.text,
    logFile.hash,
    imported.map((content) => content.id),
  );
  const sent = await sendEvents(api, log.events);
  for (const reason of sent.reasons.slice(0, 5)) console.log(`  rejected: ${reason}`);
  const scheduled = await awaitPublication(api, imported);
  const drafts = await writeDrafts(api, posts, source.hash);
  await awaitIndex(api, imported);
  const titles = new Map(imported.map((content) => [content.id, content.title ?? '']));
  return {
    ...contentFigures(imported),
    ...(await publicationFigures(platform.sandboxUrl, INBOX, scheduled)),
    ...latenessFigures(scheduled),
    ...(await activityFigures(api, imported.length + drafts.length, scheduled.filter((post) => post.status === 'published').length)),
    notifications_received: await notifications.stopAfter(leaving),
    ...eventFigures(sent, log),
    ...(await draftFigures(api, drafts)),
    ...(await searchFigures(api, posts, imported)),
    ...(await trafficFigures(api, log, titles)),
  };
}

/** When the log's first event was received, if it ever was. */
async function firstStoredAt(api: Api, log: LogEvents): Promise<string | undefined> {
  const first = log.events[0];
  const atMs = Date.parse(first?.timestamp as string);
  const range = { from: new Date(atMs).toISOString(), to: new Date(atMs + 1).toISOString() };
  try {
    return (await api.call(GetEvent, { event_id: first?.event_id as string, ...range })).received_at;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'ANALYTICS_EVENT_NOT_FOUND') return undefined;
    throw error;
  }
}
