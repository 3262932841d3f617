import { type CallOf, GetGeneration, type Run, StartGeneration } from '@smartcontent/contracts';
import type { RunningService } from '@smartcontent/service';
import { type Caller, eventually, type Stack, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { PlayedNeighbours } from './played-neighbours.js';

export interface GenerationUnderTest {
  readonly stack: Stack;
  readonly neighbours: PlayedNeighbours;
  readonly service: RunningService;
}

/** The service generation on this file's own stores, between neighbours that are played. */
export function useGeneration(env: () => Record<string, string> = () => ({})): GenerationUnderTest {
  const stack = useStack({ services: ['generation'] });
  const fixture = { stack } as { -readonly [Key in keyof GenerationUnderTest]: GenerationUnderTest[Key] };
  beforeAll(async () => {
    fixture.neighbours = new PlayedNeighbours(stack.nats, stack.addresses.masterKey);
    fixture.service = await start(readConfig({ ...stack.env('generation'), ...env() }));
  });
  afterAll(async () => {
    await fixture.service?.[Symbol.asyncDispose]();
    fixture.neighbours?.close();
  });
  return fixture;
}

/** A run of the offline writer, unless told otherwise. */
export function ask(caller: Caller, fields: Partial<CallOf<typeof StartGeneration>> = {}): Promise<Run> {
  return caller.call(StartGeneration, { content_type: 'blog', prompt: 'Why seedlings need light. They stretch in the dark.', ...fields });
}

/** The run once it has ended. */
export function ended(caller: Caller, { id }: Pick<Run, 'id'>, timeoutMs = 15_000): Promise<Run> {
  return eventually(
    async () => {
      const run = await caller.call(GetGeneration, { generation_id: id });
      expect(run.finished_at).not.toBeNull();
      return run;
    },
    { timeoutMs },
  );
}
