import { randomUUID } from 'node:crypto';
import {
  ApproveContent,
  ArchiveContent,
  AUDIT_PAGES,
  CancelGeneration,
  CancelScheduledPost,
  CheckDuplicates,
  ConnectPlatformAccount,
  CountActivity,
  CreateContent,
  DeleteContent,
  DeleteDocument,
  DisconnectPlatformAccount,
  FindNearDuplicates,
  GetBreakdown,
  GetContent,
  GetDocument,
  GetEmbedderSettings,
  GetEvent,
  GetGeneration,
  GetGenerationOutput,
  GetIngestAccounting,
  GetLiveEngagement,
  GetPerformance,
  GetPreferences,
  GetRecommendations,
  GetScheduledPost,
  GetTimeSeries,
  GetTopContent,
  GetTotals,
  GetVersion,
  IngestEvents,
  ListContent,
  ListContentActivity,
  ListDocuments,
  ListGenerations,
  ListPerformanceHistory,
  ListPlatformAccounts,
  ListScheduledPosts,
  ListSimilarContent,
  ListVersions,
  PageEngagement,
  PageForIndex,
  PutDocument,
  ReadDraft,
  ReadForIndex,
  RejectContent,
  RequestChanges,
  SchedulePost,
  SearchByMeaning,
  SearchByWordAndMeaning,
  SearchContent,
  SetEmbedder,
  SettlePost,
  StartGeneration,
  StreamGeneration,
  StreamNotifications,
  SubmitContent,
  SumPerformance,
  UpdateContent,
} from '@smartcontent/contracts';
import { inAnHour } from '../company.js';
import { plain, type Recipe, recipe } from './recipe.js';

const HOUR_MS = 3_600_000;
const EMPTY = 'it reports what the company that asks has counted itself, which is nothing';

/** Two hours around now. */
function around(): { from: string; to: string } {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  return { from: at(-HOUR_MS), to: at(HOUR_MS) };
}

const content: readonly Recipe[] = [
  recipe(CreateContent, ({ a }) => ({ input: { content_type: 'blog_post', title: a.text('title'), content_text: a.text('text') } })),
  recipe(UpdateContent, async ({ a }) => {
    const { id, revision } = await a.newContent();
    return { input: { content_id: id, revision, content_text: a.text('other text') } };
  }),
  recipe(DeleteContent, async ({ a }) => ({ input: { content_id: (await a.newContent()).id } })),
  recipe(GetContent, ({ has }) => ({ input: { content_id: has.content_id } })),
  plain(ListContent),
  recipe(SearchContent, ({ a }) => ({ input: { q: a.mark } })),
  recipe(ReadForIndex, ({ has }) => ({
    input: { content_ids: [has.content_id] },
    answersBecause: 'it is told which of these ids the company that asks has itself, which is none',
  })),
  plain(PageForIndex, { after: null, limit: 10 }),
  recipe(ListVersions, ({ has }) => ({ input: { content_id: has.content_id } })),
  recipe(GetVersion, ({ has }) => ({ input: { content_id: has.content_id, version_id: has.version_id } })),
  recipe(SubmitContent, async ({ a }) => ({ input: { content_id: (await a.newContent()).id } })),
  recipe(ApproveContent, async ({ a }) => {
    const { id, version_hash } = await a.newSubmitted();
    return { input: { content_id: id, version_hash } };
  }),
  recipe(RequestChanges, async ({ a }) => ({ input: { content_id: (await a.newSubmitted()).id } })),
  recipe(RejectContent, async ({ a }) => ({ input: { content_id: (await a.newSubmitted()).id } })),
  recipe(ArchiveContent, async ({ a }) => ({ input: { content_id: (await a.newApproved()).id } })),
];

const scheduling: readonly Recipe[] = [
  recipe(ConnectPlatformAccount, ({ a }) => ({
    input: { platform: 'webhook', name: a.text('account'), settings: { url: 'https://93.184.215.14/' } },
  })),
  plain(ListPlatformAccounts),
  recipe(DisconnectPlatformAccount, async ({ a }) => ({ input: { account_id: (await a.newAccount()).id } })),
  recipe(SchedulePost, async ({ a, has }) => {
    const { id, version_id } = await a.newApproved();
    return { input: { content_id: id, version_id, platform_account_id: has.account_id, scheduled_time: inAnHour() } };
  }),
  plain(ListScheduledPosts),
  recipe(GetScheduledPost, ({ has }) => ({ input: { post_id: has.post_id } })),
  // Its outcome is known: it has not left. Who learns that was let in.
  recipe(SettlePost, async ({ a, has }) => ({
    input: { post_id: (await a.newPost(has.account_id)).id, outcome: 'failed' },
    letIn: ['SCHEDULING_TRANSITION_ILLEGAL'],
  })),
  recipe(CancelScheduledPost, async ({ a, has }) => ({ input: { post_id: (await a.newPost(has.account_id)).id } })),
];

const generation: readonly Recipe[] = [
  recipe(StartGeneration, ({ a, has }) => ({
    input: { content_type: 'blog', prompt: a.text('prompt'), content_id: has.content_id },
  })),
  plain(ListGenerations),
  recipe(GetGeneration, ({ has }) => ({ input: { generation_id: has.generation_id } })),
  recipe(GetGenerationOutput, ({ has }) => ({ input: { generation_id: has.generation_id } })),
  recipe(StreamGeneration, ({ has }) => ({ input: { generation_id: has.generation_id } })),
  recipe(ReadDraft, ({ has }) => ({ input: { generation_id: has.generation_id } })),
  // It has ended. Who learns that was let in.
  recipe(CancelGeneration, ({ has }) => ({ input: { generation_id: has.generation_id }, letIn: ['GENERATION_RUN_ENDED'] })),
];

const index: readonly Recipe[] = [
  recipe(PutDocument, ({ a }) => ({ input: () => ({ content_id: randomUUID(), text: a.text('document') }) })),
  recipe(GetDocument, ({ has }) => ({ input: { content_id: has.document_id } })),
  plain(ListDocuments),
  plain(GetEmbedderSettings),
  plain(SetEmbedder, { provider: null }),
  recipe(DeleteDocument, async ({ a }) => ({ input: { content_id: (await a.newDocument()).content_id } })),
  recipe(SearchByWordAndMeaning, ({ a }) => ({ input: { query: a.text('title') } })),
  recipe(SearchByMeaning, ({ a }) => ({ input: { text: a.text('title') } })),
  recipe(ListSimilarContent, ({ has }) => ({ input: { content_id: has.document_id } })),
];

const analytics: readonly Recipe[] = [
  recipe(GetTotals, () => ({ input: around() })),
  recipe(GetTimeSeries, () => ({ input: { ...around(), interval: 'hour' } })),
  recipe(GetTopContent, () => ({ input: around() })),
  recipe(GetBreakdown, ({ has }) => ({ input: { ...around(), property: has.property } })),
  recipe(GetIngestAccounting, () => ({ input: around() })),
  recipe(GetLiveEngagement, ({ has }) => ({ input: { content_id: has.content_id }, answersBecause: EMPTY })),
  recipe(GetPerformance, ({ has }) => ({ input: { content_id: has.content_id }, answersBecause: EMPTY })),
  recipe(ListPerformanceHistory, ({ has }) => ({ input: { content_id: has.content_id }, answersBecause: EMPTY })),
  recipe(SumPerformance, ({ has }) => ({ input: { content_ids: [has.content_id] }, answersBecause: EMPTY })),
  recipe(GetEvent, ({ has }) => ({ input: { ...around(), event_id: has.event_id } })),
  recipe(ListContentActivity, ({ has }) => ({ input: { content_id: has.content_id }, answersBecause: EMPTY })),
  recipe(CountActivity, () => ({ input: around() })),
  recipe(IngestEvents, async ({ a }) => {
    // Whoever sends an event about somebody else's content counts it as his own, and may see its id again.
    const { id } = await a.newContent();
    return {
      input: [{ event_type: `click.${a.mark}`, content_id: id }],
      told: [id],
      answersBecause: 'the event is counted for whoever sent it, and nobody looks whose the content is',
    };
  }),
  plain(PageEngagement, { after: '0', event_types: ['view'] }),
  plain(StreamNotifications, { last_event_id: '0-0' }),
];

const OF_NOBODY = 'a reader is known by what the company that asks has counted itself, which is nothing';
const embeddings: readonly Recipe[] = [
  recipe(CheckDuplicates, ({ a }) => ({ input: { text: a.text('is said here in more than eight words of its own, in') } })),
  recipe(GetPreferences, ({ a }) => ({ input: { user_id: a.admin.id }, answersBecause: OF_NOBODY })),
  recipe(GetRecommendations, ({ a }) => ({ input: { user_id: a.admin.id }, answersBecause: OF_NOBODY })),
  plain(FindNearDuplicates, FindNearDuplicates.example.input),
];

export const WORK: readonly Recipe[] = [
  ...content,
  ...scheduling,
  ...generation,
  ...analytics,
  ...embeddings,
  ...index,
  ...Object.values(AUDIT_PAGES).map((contract) => plain(contract, { limit: 20, before: null })),
];
