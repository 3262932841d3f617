import type { RunningService } from '@smartcontent/service';
import { type Stack, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { PlayedScheduling } from './played-scheduling.js';

export interface CampaignsUnderTest {
  readonly stack: Stack;
  readonly scheduling: PlayedScheduling;
  readonly service: RunningService;
}

/** The service campaigns on this file's own stores, beside a scheduling that is played. */
export function useCampaigns(): CampaignsUnderTest {
  const stack = useStack({ services: ['campaigns'] });
  const fixture = { stack } as { -readonly [Key in keyof CampaignsUnderTest]: CampaignsUnderTest[Key] };
  beforeAll(async () => {
    fixture.scheduling = new PlayedScheduling(stack.nats);
    fixture.scheduling.come();
    fixture.service = await start(readConfig(stack.env('campaigns')));
  });
  afterAll(async () => {
    await fixture.service?.[Symbol.asyncDispose]();
    fixture.scheduling?.leave();
  });
  return fixture;
}
