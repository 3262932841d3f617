import * as analyticsActivity from './analytics/activity.js';
import * as analyticsIngest from './analytics/ingest-events.js';
import * as analyticsQueries from './analytics/queries.js';
import * as contentEdit from './content/edit.js';
import * as contentEvents from './content/events.js';
import * as contentRead from './content/read.js';
import * as contentVersion from './content/version.js';
import * as contentWorkflow from './content/workflow.js';
import type { BroadcastContract, EventContract, RequestContract } from './define.js';
import * as identityKeys from './identity/api-keys.js';
import * as identityCredential from './identity/credential-changed.js';
import * as identityEvents from './identity/events.js';
import * as identityAccount from './identity/get-account.js';
import * as identityLogIn from './identity/log-in.js';
import * as identitySignUp from './identity/sign-up.js';
import * as notificationsStream from './notifications/stream-notifications.js';
import { OPERATOR_REQUESTS } from './operator/operator-requests.js';
import * as schedulingEvents from './scheduling/events.js';
import * as schedulingAccounts from './scheduling/platform-accounts.js';
import * as schedulingPosts from './scheduling/scheduled-posts.js';

const modules: readonly Record<string, unknown>[] = [
  identitySignUp,
  identityLogIn,
  identityAccount,
  identityKeys,
  identityEvents,
  identityCredential,
  contentEdit,
  contentRead,
  contentVersion,
  contentWorkflow,
  contentEvents,
  schedulingAccounts,
  schedulingPosts,
  schedulingEvents,
  analyticsIngest,
  analyticsQueries,
  analyticsActivity,
  notificationsStream,
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
