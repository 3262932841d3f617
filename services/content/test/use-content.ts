import { type CallOf, type Content, CreateContent } from '@smartcontent/contracts';
import type { RunningService } from '@smartcontent/service';
import { type Caller, type Stack, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll } from 'vitest';
import { readConfig, start } from '../src/app.js';

export interface ContentUnderTest {
  readonly stack: Stack;
  readonly service: RunningService;
}

/** The content service on this file's own stores. */
export function useContent(): ContentUnderTest {
  const stack = useStack({ services: ['content'] });
  const held: { service?: RunningService } = {};
  beforeAll(async () => {
    // Dead letters are logged as errors, and some tests are about them.
    held.service = await start(readConfig(stack.env('content')));
  });
  afterAll(() => held.service?.[Symbol.asyncDispose]());
  return {
    stack,
    get service() {
      if (!held.service) throw new Error('the service runs inside hooks and tests only');
      return held.service;
    },
  };
}

/** A post as most tests want it. */
export async function write(caller: Caller, fields: Partial<CallOf<typeof CreateContent>> = {}): Promise<Content> {
  const input = { content_type: 'blog_post' as const, title: 'Road to 1.0', content_text: 'The beta is near.', ...fields };
  const { near_duplicates, ...content } = await caller.call(CreateContent, input);
  return content;
}

/** What an expected refusal looks like. */
export function refusal(code: string, data: Record<string, unknown> = {}) {
  return { name: 'AppError', code, data };
}
