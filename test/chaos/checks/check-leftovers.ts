import type { StoreAccess } from '../store-access.js';
import type { Finding } from './findings.js';

const SCHEMAS = ['identity', 'content', 'generation', 'campaigns', 'scheduling', 'analytics', 'embeddings'];

/** Nothing waits anywhere: no unpublished row, nothing pending or unacknowledged, no failing event, no open range, no dead letter. */
export async function checkLeftovers(stores: StoreAccess): Promise<Finding[]> {
  const found: Finding[] = [];
  const add = (where: string, id: string, detail: string) => found.push({ wrong: 'stuck', where, id, detail });
  for (const schema of SCHEMAS) {
    const waiting = await stores.sql<{ event_id: string; subject: string }>(
      `SELECT event_id, subject FROM ${schema}.outbox WHERE published_at IS NULL ORDER BY id`,
    );
    for (const { event_id, subject } of waiting) add(`outbox of ${schema}`, event_id, `${subject} was never published`);
    const failing = await stores.sql<{ event_id: string; consumer: string; attempts: number }>(
      `SELECT event_id, consumer, attempts FROM ${schema}.inbox WHERE status = 'failing'`,
    );
    for (const { event_id, consumer, attempts } of failing) add(`inbox of ${consumer}`, event_id, `failing after ${attempts} attempts`);
  }
  for (const { stream, durable, pending, unacknowledged } of await stores.durables()) {
    if (pending + unacknowledged > 0) add(stream, durable, `${pending} pending, ${unacknowledged} unacknowledged`);
  }
  for (const [stream, letters] of await deadLetters(stores)) if (letters > 0) add(stream, stream, `${letters} dead letters`);
  const ranges = await stores.sql<{ first_sequence: number }>(
    'SELECT first_sequence FROM analytics.ingest_offsets WHERE committed_at IS NULL AND abandoned_at IS NULL',
  );
  for (const { first_sequence } of ranges) add('analytics.ingest_offsets', String(first_sequence), 'a range was never closed');
  const behind = await ingestBehind(stores);
  if (behind > 0) add('INGEST', 'INGEST', `${behind} messages were never stored`);
  return found;
}

/** Messages of INGEST behind the last one that was stored. */
export async function ingestBehind(stores: StoreAccess): Promise<number> {
  const [stored] = await stores.sql<{ last_sequence: number }>(
    'SELECT last_sequence FROM analytics.ingest_offsets WHERE committed_at IS NOT NULL ORDER BY epoch DESC, first_sequence DESC LIMIT 1',
  );
  return (await stores.lastSequence('INGEST')) - (stored?.last_sequence ?? 0);
}

async function deadLetters(stores: StoreAccess): Promise<Map<string, number>> {
  const manager = await stores.streams();
  const counts = new Map<string, number>();
  for await (const { config, state } of manager.streams.list()) if (config.name.startsWith('DLQ')) counts.set(config.name, state.messages);
  return counts;
}
