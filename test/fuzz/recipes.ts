import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AcceptInvitation,
  AddApiKey,
  AddTerm,
  ApproveContent,
  ArchiveContent,
  BeginTotp,
  BookSpending,
  type CallOf,
  CancelCampaign,
  CancelGeneration,
  CancelScheduledPost,
  ChangePassword,
  CheckDuplicates,
  CompleteCampaign,
  ConfirmEmailChange,
  ConfirmTotp,
  ConnectPlatformAccount,
  CountActivity,
  CreateApiKey,
  CreateCalendarEvent,
  CreateCampaign,
  CreateInvitation,
  CreateStrategy,
  DeleteBudget,
  DeleteCalendarEvent,
  DeleteCampaign,
  DeleteClient,
  DeleteContent,
  DeleteDocument,
  DeleteMlModel,
  DeleteProviderKey,
  DeleteStrategy,
  DisconnectPlatformAccount,
  EndSession,
  EraseCompany,
  EraseOwnUser,
  EraseUser,
  GetCalendarEvent,
  GetCalendarEventAnalytics,
  GetCampaign,
  GetClient,
  GetDocument,
  GetErasure,
  GetEvent,
  GetGeneration,
  GetGenerationOutput,
  GetMlModel,
  GetModelPrice,
  GetProviderKey,
  GetStrategy,
  GetStrategyAnalytics,
  GetStrategySummary,
  GetTimeSeries,
  GetUserErasure,
  GrantLimits,
  type HttpFace,
  IngestEvents,
  ListBookings,
  ListSessions,
  ListSimilarContent,
  ListStrategyEvents,
  LogIn,
  OPERATED_SERVICES,
  OPERATOR_REQUESTS,
  PauseCampaign,
  PutDocument,
  RefreshSession,
  RegisterMlModel,
  RejectContent,
  RemoveTerm,
  RemoveTotp,
  ReportCache,
  ReportCampaign,
  ReportFailures,
  ReportKeyCalls,
  ReportModelCosts,
  ReportRetries,
  ReportSlowest,
  ReportTypeCosts,
  ReportTypes,
  ReportUserCosts,
  ReportVolume,
  RequestChanges,
  type RequestContract,
  RequestEmailChange,
  RequestPasswordReset,
  ResetPassword,
  ResumeCampaign,
  RevokeApiKey,
  RevokeInvitation,
  type Role,
  RotateApiKey,
  SchedulePost,
  SendEmailVerification,
  SetBudget,
  SetEmbedder,
  SetModelPrice,
  SetPlatformPrice,
  SignUp,
  StartCampaign,
  StartErasure,
  StartGeneration,
  StoreProviderKey,
  StreamGeneration,
  SubmitContent,
  SwitchProviderKey,
  UpdateCalendarEvent,
  UpdateCampaign,
  UpdateClient,
  UpdateContent,
  UpdateMlModel,
  UpdateOwnUser,
  UpdateStrategy,
  UpdateTerm,
  UpdateUser,
  VerifyEmail,
} from '@smartcontent/contracts';
import { type TOTP, URI } from 'otpauth';
import type { Company } from './company.js';
import { approvedContent, draft, submitted } from './contents.js';
import { PASSWORD } from './values.js';

/** Fields without which a request cannot succeed, made for it alone; undefined leaves a field out. */
export type Needs = Readonly<Record<string, unknown>>;
type Recipe = (company: Company) => Promise<Needs>;

const PRICE = { input: '1', output: '2' };
const RANGE_REPORTS = [
  ReportCache,
  ReportFailures,
  ReportKeyCalls,
  ReportModelCosts,
  ReportRetries,
  ReportSlowest,
  ReportTypeCosts,
  ReportTypes,
  ReportUserCosts,
  ReportVolume,
];
const HOUR_MS = 3_600_000;
const STORED_MS = 10_000;
const SERVICE = 'anthropic';
const PERIOD = { from: '2026-11-01T00:00:00Z', to: '2026-11-20T00:00:00Z', time_zone: 'Europe/Berlin' };

const address = () => `${randomUUID()}@fuzz.example`;
const name = () => `a${randomUUID()}`;
const contentOnly = async (content: Promise<{ content_id: string }>) => ({ content_id: (await content).content_id });
const key = (company: Company) => company.call(CreateApiKey, { name: 'a key', scopes: ['content:read'] });
const client = async (company: Company) => ({ client_id: (await key(company)).client_id });
const plainKey: Needs = { kind: 'secret', scopes: ['content:read'], allowed_origins: undefined, expires_at: undefined };
const invitation = (company: Company, email = address()) => company.call(CreateInvitation, { email, role: 'viewer' });
/** Somebody else of the company. */
const colleague = async (company: Company, role: Role) => {
  const email = address();
  await company.call(CreateInvitation, { email, role });
  const input = { token: await company.mailToken(email, /^Invitation/), password: PASSWORD, username: name() };
  return { user_id: (await company.callAsNobody(AcceptInvitation, input)).user.id };
};
const term = async (company: Company) => ({ term_id: (await company.call(AddTerm, { term: name(), kind: 'neutral' })).id });
const providerKey = async (company: Company) => {
  await company.call(StoreProviderKey, { service_name: SERVICE, secret: 'a-secret-of-the-fuzzer' });
  return { service_name: SERVICE };
};
const account = async (company: Company) => {
  const settings = { url: 'https://93.184.215.14/' };
  return (await company.call(ConnectPlatformAccount, { platform: 'webhook', name: 'an account', settings })).id;
};
const post = async (company: Company) => ({
  ...(await company.once(approvedContent)),
  platform_account_id: await company.once(account),
  scheduled_time: new Date(Date.now() + HOUR_MS).toISOString(),
});

/** An event that stands in ClickHouse. */
async function storedEvent(company: Company): Promise<CallOf<typeof GetEvent>> {
  const now = Date.now();
  const [from, to] = [now - HOUR_MS, now + HOUR_MS].map((at) => new Date(at).toISOString()) as [string, string];
  const sought = { event_id: randomUUID(), from, to };
  await company.call(IngestEvents, { event_id: sought.event_id, event_type: 'view' });
  for (;;) {
    const found = await company.call(GetEvent, sought).catch((error: Error) => error);
    if (!(found instanceof Error)) return sought;
    if (Date.now() > now + STORED_MS) throw found;
    await delay(100);
  }
}

const run = (company: Company) => company.call(StartGeneration, { content_type: 'blog', prompt: name() });

/** A run that wrote something. */
async function writtenRun(company: Company): Promise<{ generation_id: string }> {
  const generation_id = (await run(company)).id;
  for (const until = Date.now() + STORED_MS; ; await delay(100)) {
    if ((await company.call(GetGeneration, { generation_id })).status === 'succeeded') return { generation_id };
    if (Date.now() > until) throw new Error(`the run ${generation_id} does not end`);
  }
}

const recipes = new Map<string, Recipe>();
function needs<C extends RequestContract>(contract: C, make: (company: Company) => Promise<Partial<CallOf<C>> | Needs>): void {
  const { method, path } = contract.http as HttpFace;
  recipes.set(`${method} ${path}`, make as Recipe);
}

needs(SignUp, async () => ({ company_name: 'Fuzz', username: undefined, email: address(), password: PASSWORD }));
needs(LogIn, async ({ email }) => ({ email, password: PASSWORD, totp_code: undefined }));
needs(RefreshSession, async (company) => ({ refresh_token: (await company.logIn()).refresh_token }));
needs(EndSession, async (company) => {
  await company.logIn();
  const { items } = await company.call(ListSessions, {});
  return { session_id: items.find(({ is_current }) => !is_current)?.id };
});
needs(ChangePassword, async () => ({ current_password: PASSWORD, new_password: PASSWORD }));
needs(BeginTotp, async () => ({ password: PASSWORD }));
needs(RemoveTotp, async () => ({ password: PASSWORD }));
needs(ConfirmTotp, async (company) => {
  const { otpauth_url } = await company.call(BeginTotp, { password: PASSWORD });
  return { totp_code: (URI.parse(otpauth_url) as TOTP).generate() };
});
needs(SendEmailVerification, async () => ({}));
needs(VerifyEmail, async (company) => ({ token: await company.mailToken(company.email, /^Confirm/) }));
needs(RequestEmailChange, async () => ({ email: address(), password: PASSWORD }));
needs(ConfirmEmailChange, async (company) => {
  const email = address();
  await company.call(RequestEmailChange, { email, password: PASSWORD });
  return { token: await company.mailToken(email, /^Confirm your new/) };
});
needs(ResetPassword, async (company) => {
  await company.call(RequestPasswordReset, { email: company.email });
  return { token: await company.mailToken(company.email, /^Set a new/), password: PASSWORD };
});
needs(AcceptInvitation, async (company) => {
  const { email } = await invitation(company);
  return { token: await company.mailToken(email, /^Invitation/), password: PASSWORD, username: name() };
});
needs(CreateInvitation, async () => ({ email: address() }));
needs(RevokeInvitation, async (company) => ({ invitation_id: (await invitation(company)).id }));
needs(UpdateOwnUser, async () => ({ username: name(), preferences: { a: 1 } }));
needs(UpdateUser, async ({ account: { user } }) => ({ user_id: user.id, role: 'admin', is_active: true }));
needs(EraseCompany, async ({ account: { company } }) => ({ password: PASSWORD, company_name: company.name }));
needs(EraseOwnUser, async (company) => {
  await colleague(company, 'admin');
  return { password: PASSWORD };
});
needs(EraseUser, async (company) => ({ ...(await colleague(company, 'viewer')), password: PASSWORD }));
needs(GetUserErasure, async (company) => {
  const gone = await colleague(company, 'viewer');
  await company.call(EraseUser, { ...gone, password: PASSWORD });
  return gone;
});
needs(StartErasure, async ({ account: { company } }) => ({ company_id: company.id }));
needs(GetErasure, async (company) => ({
  erasure_id: (await company.callAsOperator(StartErasure, { company_id: company.account.company.id })).id,
}));
needs(CreateApiKey, async () => plainKey);
needs(AddApiKey, async (company) => ({ ...plainKey, ...(await client(company)) }));
needs(RotateApiKey, async (company) => ({ key_id: (await key(company)).id, overlap_seconds: undefined, expires_at: undefined }));
needs(RevokeApiKey, async (company) => ({ key_id: (await key(company)).id }));
for (const contract of [GetClient, UpdateClient, DeleteClient]) needs(contract, client);
for (const contract of [GetProviderKey, SwitchProviderKey, DeleteProviderKey]) needs(contract, providerKey);
needs(StoreProviderKey, async () => ({ service_name: SERVICE, secret: 'another-secret-of-it' }));
needs(AddTerm, async () => ({ term: name() }));
needs(UpdateTerm, async (company) => ({ ...(await term(company)), term: name() }));
needs(RemoveTerm, term);
needs(UpdateContent, async (company) => {
  const { content_id, revision } = await draft(company);
  return { content_id, revision };
});
for (const contract of [SubmitContent, ArchiveContent, DeleteContent]) needs(contract, (company) => contentOnly(draft(company)));
needs(ApproveContent, submitted);
for (const contract of [RejectContent, RequestChanges]) needs(contract, (company) => contentOnly(submitted(company)));
needs(ConnectPlatformAccount, async () => ({ settings: { url: 'https://93.184.215.14/hook' } }));
needs(DisconnectPlatformAccount, async (company) => ({ account_id: await account(company) }));
needs(SchedulePost, post);
needs(CancelScheduledPost, async (company) => ({ post_id: (await company.call(SchedulePost, await post(company))).id }));
needs(CheckDuplicates, async () => ({ text: 'A text.', content_id: undefined }));
const document = async (company: Company) => {
  const content_id = randomUUID();
  await company.call(PutDocument, { content_id, text: 'A text of the fuzzer' });
  return { content_id };
};
/** One that is found; it takes a moment to be. */
async function indexedDocument(company: Company) {
  const about = await document(company);
  const until = Date.now() + STORED_MS;
  while (Date.now() < until && (await company.call(GetDocument, about)).state !== 'indexed') await delay(100);
  return about;
}
needs(ListSimilarContent, (company) => company.once(indexedDocument));
needs(PutDocument, async () => ({ content_id: randomUUID(), text: 'A text of the fuzzer', metadata: undefined }));
needs(GrantLimits, async ({ account: { company } }) => ({ company_id: company.id, limits: undefined }));
needs(SetEmbedder, async () => ({ provider: null, model: null }));
for (const contract of [GetDocument, DeleteDocument]) needs(contract, document);
needs(GetEvent, (company) => company.once(storedEvent));
for (const contract of [GetTimeSeries, CountActivity]) needs(contract, async () => PERIOD);
needs(SetBudget, async () => ({ amount_usd: '10', campaign_id: null }));
needs(DeleteBudget, async (company) => ({ budget_id: (await company.call(SetBudget, { period: 'week', amount_usd: '1' })).id }));
for (const contract of [SetModelPrice, SetPlatformPrice]) needs(contract, async () => ({ model: name(), usd_per_million: PRICE }));
needs(GetModelPrice, async (company) => ({
  price_version: (await company.call(SetModelPrice, { model: name(), usd_per_million: PRICE })).id,
}));
const mlModel = () => ({ name: name(), version: '1', model_type: 'recommendation' }) as const;
needs(RegisterMlModel, async () => mlModel());
for (const contract of [GetMlModel, UpdateMlModel, DeleteMlModel])
  needs(contract, async (company) => ({ model_id: (await company.call(RegisterMlModel, mlModel())).id }));
const strategy = async (company: Company) => (await company.call(CreateStrategy, { user_id: 1, name: name() })).id;
const calendarEvent = async (company: Company) => {
  const planned = { title: name(), content_type: 'blog_post', platform: 'website', scheduled_date: '2026-03-01' };
  return (await company.call(CreateCalendarEvent, { strategy_id: await company.once(strategy), ...planned })).id;
};
for (const contract of [GetStrategy, GetStrategyAnalytics, UpdateStrategy, DeleteStrategy, GetStrategySummary, ListStrategyEvents])
  needs(contract, async (company) => ({ strategy_id: await strategy(company) }));
needs(CreateCalendarEvent, async (company) => ({
  strategy_id: await company.once(strategy),
  scheduled_date: '2026-03-01T10:00',
  campaign_id: undefined,
}));
for (const contract of [GetCalendarEvent, GetCalendarEventAnalytics, DeleteCalendarEvent])
  needs(contract, async (company) => ({ event_id: await calendarEvent(company) }));
needs(UpdateCalendarEvent, async (company) => ({
  event_id: await calendarEvent(company),
  strategy_id: undefined,
  scheduled_date: undefined,
  campaign_id: undefined,
}));
const { from, to } = PERIOD;
for (const contract of RANGE_REPORTS) needs(contract, async () => ({ from, to }));
needs(StartGeneration, async () => ({ content_id: undefined, campaign_id: null, schema: null, models: [] }));
for (const contract of [GetGeneration, CancelGeneration]) needs(contract, async (company) => ({ generation_id: (await run(company)).id }));
for (const contract of [GetGenerationOutput, StreamGeneration]) needs(contract, (company) => company.once(writtenRun));
const campaign = async (company: Company, ...steps: (typeof StartCampaign)[]) => {
  const { id: campaign_id } = await company.call(CreateCampaign, { name: name() });
  for (const step of steps) await company.call(step, { campaign_id });
  return { campaign_id };
};
needs(CreateCampaign, async () => ({ name: name(), start_date: undefined, end_date: undefined, budget_allocated: '10' }));
needs(UpdateCampaign, async (company) => ({
  ...(await campaign(company)),
  start_date: undefined,
  end_date: undefined,
  budget_allocated: '10',
}));
for (const contract of [GetCampaign, DeleteCampaign, StartCampaign, CancelCampaign]) needs(contract, (company) => campaign(company));
for (const contract of [PauseCampaign, CompleteCampaign]) needs(contract, (company) => campaign(company, StartCampaign));
for (const contract of [ListBookings, ReportCampaign]) needs(contract, (company) => campaign(company));
needs(BookSpending, async (company) => ({ ...(await campaign(company)), kind: 'booking', amount_usd: '1', booking_id: undefined }));
needs(ResumeCampaign, (company) => campaign(company, StartCampaign, PauseCampaign as typeof StartCampaign));
for (const service of OPERATED_SERVICES) {
  const { GetDeadLetter, ReplayDeadLetter, DropDeadLetter, ReplayEvents, RebuildProjection } = OPERATOR_REQUESTS[service];
  const letter = async ({ platform, account: { company } }: Company) => ({
    sequence: await platform.plantDeadLetter(service, company.id),
  });
  for (const contract of [GetDeadLetter, ReplayDeadLetter, DropDeadLetter]) needs(contract, letter);
  needs(ReplayEvents, async () => ({ from: PERIOD.from, to: PERIOD.to, subject: undefined }));
  needs(RebuildProjection, async () => ({ projection: 'activity' }));
}

/** What a request to each route needs to succeed, by method and path; routes that need nothing are not among them. */
export const RECIPES: ReadonlyMap<string, Recipe> = recipes;
