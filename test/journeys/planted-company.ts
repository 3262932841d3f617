import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import {
  BeginTotp,
  CreateInvitation,
  type Erasure,
  type ErasureReport,
  GetContent,
  GetErasure,
  GetGeneration,
  GetScheduledPost,
  IngestEvents,
  ListSessions,
  SchedulePost,
  StartGeneration,
  StoreProviderKey,
  UpdateCompany,
} from '@smartcontent/contracts';
import { eventually, type Stack } from '@smartcontent/testing';
import { expect } from 'vitest';
import { Company } from './company.js';
import { keptText } from './kept-text.js';
import type { JourneyPlatform } from './platform.js';

/** A company with something in every place, and words that are nowhere else. */
export interface Planted {
  readonly company: Company;
  readonly name: string;
  readonly marks: readonly string[];
}

export async function plant(platform: JourneyPlatform): Promise<Planted> {
  const company = await Company.signUp(platform);
  const mark = `planted-${randomUUID().slice(0, 8)}`;
  const { token, account } = company;
  await platform.call(UpdateCompany, { name: `${mark} Ltd`, brand_guidelines: { tone: mark } }, token);
  await platform.call(StoreProviderKey, { service_name: 'anthropic', secret: `sk-${mark}-0123456789` }, token);
  await platform.call(BeginTotp, { password: company.password }, token);
  await platform.call(CreateInvitation, { email: `guest@${mark}.example`, role: 'viewer' }, token);
  await platform.call(ListSessions, {}, token);
  await publish(platform, company, mark);
  await write(platform, company, mark);
  await ingest(platform, company, mark);
  await deadLetter(platform.stack, company, mark);
  await platform.drained();
  return { company, name: `${mark} Ltd`, marks: [mark, account.user.email, account.company.id, account.user.id] };
}

async function publish(platform: JourneyPlatform, company: Company, mark: string): Promise<void> {
  const { token } = company;
  const connected = await company.connectSandbox(mark);
  const content = await company.writeApproved(`${mark} title`);
  const scheduled_time = new Date(Date.now() + 1_500).toISOString();
  const input = { content_id: content.id, version_id: content.version_id, platform_account_id: connected.id, scheduled_time };
  const { id: post_id } = await platform.call(SchedulePost, input, token);
  const published = async () => expect((await platform.call(GetScheduledPost, { post_id }, token)).status).toBe('published');
  await eventually(published, { timeoutMs: 15_000 });
  await platform.call(GetContent, { content_id: content.id }, token);
}

/** A draft that was written, and became a content. */
async function write(platform: JourneyPlatform, { token }: Company, mark: string): Promise<void> {
  const { id: generation_id } = await platform.call(StartGeneration, { content_type: 'blog', prompt: `${mark} prompt` }, token);
  await eventually(async () => expect((await platform.call(GetGeneration, { generation_id }, token)).status).toBe('succeeded'));
}

/** Two views by a person of the company's, stored. */
export async function ingest(
  platform: JourneyPlatform,
  { token, account }: Company,
  mark: string,
  userId = account.user.id,
): Promise<void> {
  const event = { event_type: 'view', timestamp: new Date().toISOString(), user_id: userId, properties: { mark } };
  const { http } = IngestEvents;
  const answer = await platform.http('POST', http?.path as string, { token, body: [event, { ...event, content_id: randomUUID() }] });
  expect(answer.status).toBe(http?.status);
  const stored = async () => expect((await keptText(platform.stack)).get('clickhouse events')).toContain(mark);
  await eventually(stored, { timeoutMs: 20_000 });
}

async function deadLetter(stack: Stack, { account }: Company, mark: string): Promise<void> {
  const head = headers();
  head.set('ce-companyid', account.company.id);
  const subject = 'dlq.content.evt.scheduling.post.published.v1';
  await jetstream(stack.nats).publish(subject, JSON.stringify({ mark }), { headers: head });
}

/** Where any of these words is found, whatever the place is; what may tell afterwards that there was a company left out. */
export async function placesOf(stack: Stack, words: readonly string[]): Promise<string[]> {
  const kept = await keptText(stack);
  kept.delete('identity.erasures');
  return [...kept].flatMap(([place, text]) => (words.some((word) => holds(text, word)) && !isTombstone(place) ? [place] : []));
}
const isTombstone = (place: string) => place.endsWith('.audit_keys');
const holds = (text: string, word: string) => text.includes(word) || text.includes(Buffer.from(word).toString('hex'));

/** The report of an erasure that is done. */
export function erased(platform: JourneyPlatform, operatorKey: string, { id }: Pick<Erasure, 'id'>): Promise<ErasureReport> {
  return eventually(
    async () => {
      const report = await platform.call(GetErasure, { erasure_id: id }, operatorKey);
      expect(report.state).toBe('done');
      return report;
    },
    { timeoutMs: 40_000 },
  );
}
