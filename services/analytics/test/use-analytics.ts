import { jetstream } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import {
  encodeIngestMessages,
  GetIngestAccounting,
  type IngestMessage,
  type IngestMeta,
  type IngestRow,
  type OutputOf,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { type Caller, eventually, type Stack, useStack } from '@smartcontent/testing';
import { afterAll, expect } from 'vitest';
import { IngestSettings, PerformanceSettings, readConfig, start } from '../src/app.js';

/** Received at this time unless told; in the past, so that a day around it is a plain range. */
export const RECEIVED = new Date(Date.now() - 3_600_000);

export interface AnalyticsUnderTest {
  readonly stack: Stack;
  /** Starts (another) analytics service; it is stopped after the file at the latest. */
  start(settings?: Partial<IngestSettings>, env?: Record<string, string>): Promise<RunningService>;
  stop(service: RunningService): Promise<void>;
  /** Sends a batch as the gateway does. */
  send(companyId: string, rows: readonly IngestRow[], meta?: Partial<IngestMeta>): Promise<void>;
  publish(messages: readonly IngestMessage[], connection?: NatsConnection): Promise<void>;
  /** The books of the caller's company over all hours, once nothing is in flight. */
  booked(caller: Caller, wanted: Partial<Books>): Promise<void>;
}

type Books = Omit<OutputOf<typeof GetIngestAccounting>['items'][number], 'hour'>;

/** Analytics on this file's own stores. Blocks wait 20 ms, so that tests do not. */
export function useAnalytics(): AnalyticsUnderTest {
  const stack = useStack({ services: ['analytics'] });
  const running = new Set<RunningService>();
  const stop = async (service: RunningService) => {
    running.delete(service);
    await service[Symbol.asyncDispose]();
  };
  afterAll(async () => {
    for (const service of running) await stop(service);
  });
  const publish = async (messages: readonly IngestMessage[], connection = stack.nats) => {
    const stream = jetstream(connection);
    for (const message of messages) {
      const sent = headers();
      for (const [name, value] of Object.entries(message.headers)) sent.set(name, value);
      await stream.publish(message.subject, message.body, { headers: sent });
    }
  };
  return {
    stack,
    stop,
    publish,
    start: async (settings = {}, env = {}) => {
      const fast = { lingerMilliseconds: 20, retryMilliseconds: [50, 200] as const };
      const config = readConfig({ ...stack.env('analytics'), ...env });
      const service = await start(
        config,
        new IngestSettings({ ...fast, ...settings }),
        new PerformanceSettings({ everyMilliseconds: 50, mostGroups: 5_000 }),
      );
      running.add(service);
      return service;
    },
    send: (companyId, rows, meta = {}) => publish(batch(companyId, rows, meta)),
    booked: (caller, wanted) => eventually(async () => expect(await booksOf(caller)).toMatchObject(wanted), { timeoutMs: 20_000 }),
  };
}

/** The messages of a batch, as the gateway makes them. */
export function batch(companyId: string, rows: readonly IngestRow[], meta: Partial<IngestMeta> = {}): readonly IngestMessage[] {
  const all = { batchId: newId(), companyId, receivedAt: RECEIVED.getTime(), received: rows.length, ...meta };
  return encodeIngestMessages(rows, all).messages;
}

async function booksOf(caller: Caller): Promise<Books> {
  const day = 24 * 3_600_000;
  const range = { from: new Date(RECEIVED.getTime() - 30 * day).toISOString(), to: new Date(RECEIVED.getTime() + day).toISOString() };
  const { items } = await caller.call(GetIngestAccounting, range);
  const sum: Books = { received: 0, accepted: 0, rejected: 0, stored: 0, duplicate: 0, dead: 0, in_flight: 0 };
  for (const item of items) for (const name of Object.keys(sum) as (keyof Books)[]) sum[name] += item[name];
  return sum;
}

/** An event as most tests want it. */
export function event(fields: Partial<IngestRow> = {}): IngestRow {
  return { event_id: newId(), event_type: 'view', timestamp: RECEIVED.getTime(), ...fields };
}

export function events(count: number, fields: Partial<IngestRow> = {}): IngestRow[] {
  return Array.from({ length: count }, () => event(fields));
}

/** A range around RECEIVED. */
export const AROUND = {
  from: new Date(RECEIVED.getTime() - 24 * 3_600_000).toISOString(),
  to: new Date(RECEIVED.getTime() + 24 * 3_600_000).toISOString(),
};
