import { randomUUID } from 'node:crypto';
import {
  AddTerm,
  BeginTotp,
  ConfirmTotp,
  ConnectPlatformAccount,
  CreateCampaign,
  CreateContent,
  CreateInvitation,
  GetDocument,
  GetGeneration,
  GetPreferences,
  GetScheduledPost,
  type HttpFace,
  IngestEvents,
  type OutputOf,
  type PutDocument,
  RequestEmailChange,
  RequestPasswordReset,
  SchedulePost,
  SetEmbedder,
  StartGeneration,
  StoreProviderKey,
  UpdateCompany,
  UpdateContact,
  UpdateOwnUser,
  UpdateProfile,
  UpdateSettings,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import type { Company, Town } from './company.js';
import { newPlan } from './new-plan.js';
import { totpCode } from './totp-code.js';

/** What a company has, by the names that inputs have for it. */
export interface Furniture {
  readonly content_id: string;
  readonly version_id: string;
  readonly version_hash: string;
  readonly generation_id: string;
  readonly account_id: string;
  readonly post_id: string;
  readonly campaign_id: string;
  readonly client_id: string;
  readonly key_id: string;
  readonly key: string;
  readonly term_id: string;
  readonly service_name: string;
  readonly document_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly property: string;
  readonly strategy_id: string;
  readonly calendar_event_id: string;
  /** Of the vectors of its contents. */
  readonly model: string;
  readonly dimensions: number;
  /** What only its admin may see. */
  readonly personal: readonly string[];
}

const SOON_MS = 500;
const HOUR_MS = 3_600_000;
const PATIENCE = { timeoutMs: 20_000 };
const PROVIDER_SECRET = 'sk-walk-0123456789abcdef';

/** One of everything that a company can have, each with the company's mark in it. */
export async function furnish(company: Company, town: Town): Promise<Furniture> {
  const personal = await describeItself(company);
  await meetPeople(company, town);
  const content = await company.newApproved();
  const account = await company.newAccount();
  const { id: campaign_id } = await company.call(CreateCampaign, { name: company.text('campaign') });
  const post = await company.newPost(account.id);
  await company.newPost(account.id, HOUR_MS, campaign_id);
  await publish(company, town);
  const client = await company.newKey();
  const term = await company.call(AddTerm, { term: company.text('term'), kind: 'forbidden' });
  const service_name = company.mark;
  await company.call(StoreProviderKey, { service_name, secret: PROVIDER_SECRET });
  await company.call(SetEmbedder, { provider: null });
  const document = await indexedDocument(company);
  const event = await measure(company, town, content.id);
  const preference = await likeSomething(company, town, content.id);
  await repeatable(company, town);
  return {
    content_id: content.id,
    version_id: content.version_id,
    version_hash: content.version_hash,
    generation_id: await write(company),
    account_id: account.id,
    post_id: post.id,
    campaign_id,
    client_id: client.client_id,
    key_id: client.id,
    key: client.key,
    term_id: term.id,
    service_name,
    document_id: document.content_id,
    ...event,
    ...preference,
    ...(await newPlan(company)),
    personal,
  };
}

/** @returns what is the admin's own of it */
async function describeItself(company: Company): Promise<string[]> {
  const [preference, interest, setting, address] = ['preference', 'interest', 'setting', 'address'].map((what) => company.text(what)) as [
    string,
    string,
    string,
    string,
  ];
  await company.call(UpdateCompany, { industry: company.text('industry'), brand_guidelines: { tone: company.text('tone') } });
  await company.call(UpdateOwnUser, { first_name: company.mark, preferences: { note: preference } });
  await company.call(UpdateProfile, { interests: [interest] });
  await company.call(UpdateSettings, { ui_theme: company.mark, settings_json: { note: setting } });
  await company.call(UpdateContact, { postal_address: address });
  return [preference, interest, setting, address, company.admin.sessionId];
}

/** Somebody with an authenticator, somebody who forgot the password, and somebody who has not come yet. */
async function meetPeople(company: Company, town: Town): Promise<void> {
  await company.call(CreateInvitation, { email: `${company.mark}-guest@walk.example`, role: 'user' });
  const careful = await company.newPerson('user');
  const { secret } = await company.call(BeginTotp, { password: careful.password }, careful.token);
  await company.call(ConfirmTotp, { totp_code: totpCode(secret) }, careful.token);
  await company.call(RequestEmailChange, { email: `${company.mark}-other@walk.example`, password: company.admin.password });
  const forgetful = await company.newPerson('user');
  await town.front.call(RequestPasswordReset, { email: forgetful.email });
  await company.mailedToken(forgetful.email, 2);
}

/** A post that has left: its attempt, what its content knows of it, and what its author was told. */
async function publish(company: Company, { sandboxUrl }: Town): Promise<void> {
  const inbox = `${sandboxUrl}/inboxes/${company.mark}`;
  const settings = { url: `${inbox}/messages`, lookup_url: `${inbox}/messages/{id}` };
  const account = await company.call(ConnectPlatformAccount, { platform: 'webhook', name: company.text('sandbox'), settings });
  const body = JSON.stringify({ secret: account.signing_secret });
  await fetch(inbox, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  const { id } = await company.newPost(account.id, SOON_MS);
  await eventually(async () => {
    const { status } = await company.call(GetScheduledPost, { post_id: id });
    if (status !== 'published') throw new Error(`the post of ${company.mark} is ${status}`);
  }, PATIENCE);
}

/** A draft that was written. */
async function write(company: Company): Promise<string> {
  const { id } = await company.call(StartGeneration, { content_type: 'blog', prompt: company.text('prompt') });
  await eventually(async () => {
    const { status } = await company.call(GetGeneration, { generation_id: id });
    if (status !== 'succeeded') throw new Error(`the run of ${company.mark} is ${status}`);
  }, PATIENCE);
  return id;
}

/** A text that is found. */
async function indexedDocument(company: Company): Promise<OutputOf<typeof PutDocument>> {
  const document = await company.newDocument();
  await eventually(async () => {
    const { state } = await company.call(GetDocument, { content_id: document.content_id });
    if (state !== 'indexed') throw new Error(`the document of ${company.mark} is ${state}`);
  }, PATIENCE);
  return document;
}

async function measure(company: Company, { front }: Town, contentId: string) {
  const [event_id, event_type, property] = [randomUUID(), `view.${company.mark}`, 'path'];
  const event = {
    event_id,
    event_type,
    content_id: contentId,
    visitor_id: company.text('visitor'),
    platform: company.mark,
    properties: { [property]: company.text('path') },
  };
  await front.call(IngestEvents, [event], company.admin.token);
  return { event_id, event_type, property };
}

/** The admin reads a content, which the index has by then. */
async function likeSomething(company: Company, { front }: Town, contentId: string) {
  const event = { event_type: 'like', content_id: contentId, user_id: company.admin.id };
  await front.call(IngestEvents, [event], company.admin.token);
  return eventually(async () => {
    const [known] = (await company.call(GetPreferences, { user_id: company.admin.id })).items;
    if (!known) throw new Error('what the admin did has not come round yet');
    return { model: known.model, dimensions: known.dimensions };
  }, PATIENCE);
}

/** Writes with an Idempotency-Key keep their answer. */
async function repeatable(company: Company, { front }: Town): Promise<void> {
  const repeats: [HttpFace, unknown][] = [
    [StartGeneration.http as HttpFace, { content_type: 'blog', prompt: company.text('repeat') }],
    [CreateContent.http as HttpFace, { content_type: 'email', title: company.text('repeat') }],
    [AddTerm.http as HttpFace, { term: company.text('repeat'), kind: 'neutral' }],
    [IngestEvents.http as HttpFace, [{ event_type: `view.${company.mark}` }]],
  ];
  for (const [face, input] of repeats) await front.send(face, input, company.admin.token, { 'idempotency-key': randomUUID() });
  const { id } = await company.newAccount();
  const { id: contentId, version_id } = await company.newApproved();
  const post = {
    content_id: contentId,
    version_id,
    platform_account_id: id,
    scheduled_time: new Date(Date.now() + 7_200_000).toISOString(),
  };
  await front.send(SchedulePost.http as HttpFace, post, company.admin.token, { 'idempotency-key': randomUUID() });
}
