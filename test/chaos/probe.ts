import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Company } from './company.js';
import type { FrontDoor } from './front-door.js';
import type { LedgerEntry } from './ledger.js';
import type { StoreAccess } from './store-access.js';

const LOOK_MS = 50;
const ATTEMPT_MS = 1_000;
const PAUSE_MS = 100;
/** Streams and durables whose every message up to the probe must be settled. */
const CONTENT_CONSUMERS = ['content', 'scheduling', 'analytics'];

/** The platform does not work again as it should; the message says what it lacks. */
export class NotRecovered extends Error {}

/** What the probe waited for and when each of it was so, in the order in which it came. */
export type Steps = readonly { readonly what: string; readonly atMs: number }[];

/**
 * Looks whether the platform works again as a whole: writes a content and a batch through the front door, and waits until the content's
 * event was applied by every consumer, everything that was published before it is settled, nothing older waits in an outbox, and the
 * batch is in ClickHouse.
 */
export class Probe {
  constructor(
    private readonly door: FrontDoor,
    private readonly stores: StoreAccess,
    private readonly company: Company,
  ) {}

  /** @throws NotRecovered where it does not in time */
  async recovered(patienceMs: number): Promise<Steps> {
    const deadline = Date.now() + patienceMs;
    const steps: { what: string; atMs: number }[] = [];
    const note = (what: string) => void steps.push({ what, atMs: Date.now() });
    await Promise.all([this.#contentApplied(deadline, note), this.#batchStored(deadline, note)]);
    return steps;
  }

  async #contentApplied(deadline: number, note: (what: string) => void): Promise<void> {
    const entry = await this.#write(deadline, 'probe', '/v1/content', { content_type: 'blog_post', title: 'Does it work again?' });
    note('written');
    await this.#until(deadline, 'the probe is published', () => this.#isPublished(entry.answer.id));
    note('published');
    const ends = await this.#ends(deadline);
    await this.#until(deadline, 'the probe is applied', () => this.#isApplied(entry.answer.id));
    note('applied');
    await this.#until(deadline, 'everything before the probe is settled', async () => {
      const durables = await this.stores.durables();
      return durables.every(({ stream, settledUpTo }) => settledUpTo >= (ends.get(stream) ?? 0));
    });
    note('settled');
  }

  async #isPublished(contentId: string): Promise<boolean> {
    const [waiting] = await this.stores.sql<{ is_done: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM content.outbox WHERE published_at IS NULL AND id <= probe.id)
          AND NOT EXISTS (SELECT FROM scheduling.outbox WHERE published_at IS NULL AND created_at <= probe.created_at) AS is_done
         FROM content.outbox probe WHERE aggregate_id = $1`,
      [contentId],
    );
    return waiting?.is_done === true;
  }

  async #isApplied(contentId: string): Promise<boolean> {
    const seen = CONTENT_CONSUMERS.map((service) => `SELECT 1 FROM ${service}.inbox_versions WHERE aggregate_id = $1`);
    const [applied] = await this.stores.sql<{ consumers: number }>(`SELECT count(*) AS consumers FROM (${seen.join(' UNION ALL ')}) seen`, [
      contentId,
    ]);
    return applied?.consumers === CONTENT_CONSUMERS.length;
  }

  /** Where each stream of events ends now. */
  async #ends(deadline: number): Promise<Map<string, number>> {
    const ends = new Map<string, number>();
    for (const stream of ['EVT_CONTENT', 'EVT_SCHEDULING', 'EVT_IDENTITY']) {
      await this.#until(deadline, `${stream} answers`, async () => {
        ends.set(stream, await this.stores.lastSequence(stream));
        return true;
      });
    }
    return ends;
  }

  async #batchStored(deadline: number, note: (what: string) => void): Promise<void> {
    const eventId = randomUUID();
    await this.#write(deadline, 'ingest', '/v1/events', [{ event_id: eventId, event_type: 'probe' }], [eventId]);
    note('taken in');
    await this.#until(deadline, 'the batch is stored', async () => {
      const mine = `company_id = '${this.company.id}' AND event_id = '${eventId}'`;
      const rows = await this.stores.events(`SELECT 1 AS found FROM events WHERE ${mine} LIMIT 1`);
      return rows.length > 0;
    });
    note('stored');
  }

  async #write(deadline: number, kind: string, path: string, body: unknown, eventIds?: string[]): Promise<LedgerEntry> {
    const { id, key } = this.company;
    const patience = { attemptMs: ATTEMPT_MS, pauseMs: PAUSE_MS, patienceMs: deadline - Date.now() };
    const entry = await this.door.write({ kind, companyId: id, token: key, method: 'POST', path, body, eventIds, ...patience });
    if (entry.outcome === 'acknowledged') return entry;
    throw new NotRecovered(`the ${kind} to ${path} was answered ${entry.status} ${entry.code} at the last of ${entry.attempts} attempts`);
  }

  async #until(deadline: number, what: string, holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds().catch(() => false))) {
      if (Date.now() > deadline) throw new NotRecovered(`waited in vain until ${what}`);
      await delay(LOOK_MS);
    }
  }
}
