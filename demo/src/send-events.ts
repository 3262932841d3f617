import type { Item, Schemas, SmartContent } from '@smartcontent/sdk';
import { Progress } from './progress.js';

const POLL_MS = 100;
const PATIENCE_MS = 60_000;
const HOUR_MS = 3_600_000;

type Accounting = Omit<Item<'analytics.ingest.account'>, 'hour'>;

export interface SentEvents extends Accounting {
  readonly sent: number;
  readonly reasons: readonly string[];
  /** From the first byte sent until the last event was counted in ClickHouse. */
  readonly seconds: number;
}

/** Sends the events in batches and waits until the platform's own books say what became of each. */
export async function sendEvents(sc: SmartContent, events: readonly Schemas['IngestEvent'][]): Promise<SentEvents> {
  const progress = new Progress('send events', events.length);
  const startedMs = Date.now();
  const before = await readAccounting(sc, startedMs);
  const reasons: string[] = [];
  const begin = performance.now();
  for await (const answer of sc.events.ingest.all(events)) {
    reasons.push(...answer.errors.map((error) => error.reason));
    progress.advance(answer.received);
  }
  for (;;) {
    const books = subtract(await readAccounting(sc, startedMs), before);
    const isSettled = books.received >= events.length && books.accepted === books.stored + books.duplicate + books.dead;
    if (isSettled) return { ...books, sent: events.length, reasons, seconds: (performance.now() - begin) / 1_000 };
    if (Date.now() - startedMs > PATIENCE_MS) throw new Error(`events are still in flight: ${JSON.stringify(books)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function readAccounting(sc: SmartContent, sinceMs: number): Promise<Accounting> {
  const from = new Date(Math.floor(sinceMs / HOUR_MS) * HOUR_MS).toISOString();
  const to = new Date(Date.now() + HOUR_MS).toISOString();
  const { items } = await sc.ingest.account({ from, to });
  const zero: Accounting = { received: 0, accepted: 0, rejected: 0, stored: 0, duplicate: 0, dead: 0, in_flight: 0 };
  return items.reduce((sum, { hour: _hour, ...item }) => combine(sum, item, 1), zero);
}

function subtract(after: Accounting, before: Accounting): Accounting {
  return combine(after, before, -1);
}

function combine(left: Accounting, right: Accounting, sign: 1 | -1): Accounting {
  const keys = Object.keys(left) as (keyof Accounting)[];
  return Object.fromEntries(keys.map((key) => [key, left[key] + sign * right[key]])) as unknown as Accounting;
}
