import * as analyticsActivity from './analytics/activity.js';
import * as analyticsEngagement from './analytics/engagement.js';
import * as analyticsIngest from './analytics/ingest-events.js';
import * as analyticsPerformance from './analytics/performance.js';
import * as analyticsQueries from './analytics/queries.js';
import { AUDIT_PAGES } from './audit/page-audit.js';
import * as campaignsBookings from './campaigns/bookings.js';
import * as campaignsCalendarEvents from './campaigns/calendar-events.js';
import * as campaignsState from './campaigns/campaign-state.js';
import * as campaignsCampaigns from './campaigns/campaigns.js';
import * as campaignsEvents from './campaigns/events.js';
import * as campaignsLifecycle from './campaigns/lifecycle.js';
import * as campaignsPlanningAnalytics from './campaigns/planning-analytics.js';
import * as campaignsPlanningHealth from './campaigns/planning-health.js';
import * as campaignsPlanningSummary from './campaigns/planning-summary.js';
import * as campaignsReport from './campaigns/report.js';
import * as campaignsStrategies from './campaigns/strategies.js';
import * as contentEdit from './content/edit.js';
import * as contentEvents from './content/events.js';
import * as contentIndexFeed from './content/index-feed.js';
import * as contentRead from './content/read.js';
import * as contentVersion from './content/version.js';
import * as contentWorkflow from './content/workflow.js';
import type { BroadcastContract, EventContract, RequestContract } from './define.js';
import * as embeddingsDocuments from './embeddings/documents.js';
import * as embeddingsDuplicates from './embeddings/duplicates.js';
import * as embeddingsPreferences from './embeddings/preferences.js';
import * as embeddingsSearch from './embeddings/search.js';
import * as embeddingsSettings from './embeddings/settings.js';
import { ERASE_PARTS } from './erasure/erase-part.js';
import * as generationBudgets from './generation/budgets.js';
import * as generationEvents from './generation/events.js';
import * as generationMlModels from './generation/ml-models.js';
import * as generationPrices from './generation/prices.js';
import * as generationReports from './generation/reports.js';
import * as generationRuns from './generation/runs.js';
import * as generationStream from './generation/stream-generation.js';
import * as identityKeys from './identity/api-keys.js';
import * as identityAudit from './identity/audit.js';
import * as identityPassword from './identity/change-password.js';
import * as identityClients from './identity/clients.js';
import * as identityCompany from './identity/company.js';
import * as identityContact from './identity/contact.js';
import * as identityCredential from './identity/credential-changed.js';
import * as identityEmailChanges from './identity/email-changes.js';
import * as identityEmailVerifications from './identity/email-verifications.js';
import * as identityErasures from './identity/erasures.js';
import * as identityEvents from './identity/events.js';
import * as identityAccount from './identity/get-account.js';
import * as identityInvitations from './identity/invitations.js';
import * as identityLimits from './identity/limits-granted.js';
import * as identityLogIn from './identity/log-in.js';
import * as identityPasswordResets from './identity/password-resets.js';
import * as identityProfile from './identity/profile.js';
import * as identityProviderKeys from './identity/provider-keys.js';
import * as identitySessions from './identity/sessions.js';
import * as identitySessionsEnded from './identity/sessions-ended.js';
import * as identitySignUp from './identity/sign-up.js';
import * as identityTotp from './identity/totp.js';
import * as identityUsers from './identity/users.js';
import * as identityVocabulary from './identity/vocabulary.js';
import * as notificationsStream from './notifications/stream-notifications.js';
import { OPERATOR_REQUESTS } from './operator/operator-requests.js';
import * as schedulingCampaignPosts from './scheduling/campaign-posts.js';
import * as schedulingEvents from './scheduling/events.js';
import * as schedulingAccounts from './scheduling/platform-accounts.js';
import * as schedulingPosts from './scheduling/scheduled-posts.js';

const modules: readonly Record<string, unknown>[] = [
  identitySignUp,
  identityLogIn,
  identitySessions,
  identityPassword,
  identityTotp,
  identityAccount,
  identityKeys,
  identityClients,
  identityProviderKeys,
  identityEmailVerifications,
  identityEmailChanges,
  identityPasswordResets,
  identityInvitations,
  identityUsers,
  identityCompany,
  identityContact,
  identityProfile,
  identityVocabulary,
  identityErasures,
  identityEvents,
  identityCredential,
  identitySessionsEnded,
  identityLimits,
  contentEdit,
  contentRead,
  contentIndexFeed,
  contentVersion,
  contentWorkflow,
  contentEvents,
  generationRuns,
  generationEvents,
  generationStream,
  campaignsCampaigns,
  campaignsLifecycle,
  campaignsBookings,
  campaignsReport,
  campaignsState,
  campaignsEvents,
  schedulingAccounts,
  schedulingPosts,
  schedulingCampaignPosts,
  schedulingEvents,
  analyticsIngest,
  analyticsPerformance,
  analyticsQueries,
  analyticsActivity,
  analyticsEngagement,
  embeddingsDuplicates,
  embeddingsPreferences,
  embeddingsSearch,
  generationBudgets,
  generationPrices,
  generationMlModels,
  generationReports,
  embeddingsDocuments,
  embeddingsSettings,
  campaignsStrategies,
  campaignsCalendarEvents,
  campaignsPlanningSummary,
  campaignsPlanningAnalytics,
  campaignsPlanningHealth,
  notificationsStream,
  identityAudit,
  AUDIT_PAGES,
  ERASE_PARTS,
  ...Object.values(OPERATOR_REQUESTS),
];

const contracts = modules.flatMap((module) => Object.values(module)).filter(isContract);

/** Every request of the platform, in the order of its documents. */
export const REQUESTS: readonly RequestContract[] = contracts.filter((contract) => contract.type === 'request');
/** Every event of the platform. */
export const EVENTS: readonly EventContract[] = contracts.filter((contract) => contract.type === 'event');
/** Every broadcast of the platform. */
export const BROADCASTS: readonly BroadcastContract[] = contracts.filter((contract) => contract.type === 'broadcast');

function isContract(value: unknown): value is RequestContract | EventContract | BroadcastContract {
  return typeof value === 'object' && value !== null && 'type' in value && 'subject' in value;
}
