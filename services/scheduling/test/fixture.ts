import { ConnectPlatformAccount, type OutputOf, type ScheduledPost, SchedulePost, type Version } from '@smartcontent/contracts';
import type { RunningService } from '@smartcontent/service';
import { type Caller, type Stack, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { PlayedCampaigns } from './played-campaigns.js';
import { PlayedContent } from './played-content.js';
import { PlayedPlatform } from './played-platform.js';

export interface Fixture {
  readonly stack: Stack;
  readonly content: PlayedContent;
  readonly campaigns: PlayedCampaigns;
  readonly platform: PlayedPlatform;
  readonly service: RunningService;
  readonly caller: Caller;
  /** Of scheduling, which may reach the played platform. */
  readonly env: Record<string, string>;
  readonly account: OutputOf<typeof ConnectPlatformAccount>;
  connect(caller: Caller, settings?: Record<string, string>): Promise<OutputOf<typeof ConnectPlatformAccount>>;
  /** Schedules a fresh approved version `inMs` from now, on the fixture's account unless told. */
  schedule(inMs: number, version?: Version, account?: { readonly id: string }, campaignId?: string): Promise<ScheduledPost>;
}

/** Scheduling on real stores, between a played content and a played platform. */
export function useScheduling(): Fixture {
  const stack = useStack({ services: ['scheduling'] });
  const fixture = { stack } as { -readonly [Key in keyof Fixture]: Fixture[Key] };
  beforeAll(async () => {
    fixture.content = new PlayedContent(stack.nats);
    fixture.campaigns = new PlayedCampaigns(stack.nats);
    fixture.platform = new PlayedPlatform();
    await fixture.platform.listen();
    fixture.env = { ...stack.env('scheduling'), OUTGOING_ALLOWED_HOSTS: fixture.platform.host };
    fixture.service = await start(readConfig(fixture.env));
    fixture.caller = stack.caller();
    fixture.connect = (caller, settings) =>
      caller.call(ConnectPlatformAccount, {
        platform: 'webhook',
        name: 'the site',
        settings: { url: fixture.platform.url, ...(settings ?? { lookup_url: `${fixture.platform.url}/{id}` }) },
      });
    fixture.account = await fixture.connect(fixture.caller);
    fixture.schedule = (inMs, version = fixture.content.add(), account = fixture.account, campaignId) =>
      fixture.caller.call(SchedulePost, {
        content_id: version.content_id,
        version_id: version.id,
        platform_account_id: account.id,
        scheduled_time: new Date(Date.now() + inMs).toISOString(),
        campaign_id: campaignId,
      });
  });
  afterAll(async () => {
    await fixture.service?.[Symbol.asyncDispose]();
    await fixture.platform?.close();
    fixture.content?.close();
    fixture.campaigns?.close();
  });
  return fixture;
}
