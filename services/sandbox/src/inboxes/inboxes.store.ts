import { DatabaseSync } from 'node:sqlite';
import type { Fault } from './faults.js';

export interface Receipt {
  readonly message_id: string;
  readonly received_at: string;
  readonly was_accepted: boolean;
}

export interface InboxSummary {
  readonly messages: number;
  readonly receipts: number;
  /** Messages that were accepted more than once: on a platform without idempotency, posts that stand there twice. */
  readonly published_twice: number;
}

interface StoredMessage {
  readonly message_id: string;
  readonly body: string;
  readonly received_at: string;
}

/**
 * What the played platforms remember, in a file of their own: a platform does not go down with our Postgres,
 * and it must still know after a crash what it has published.
 */
export class InboxesStore {
  readonly #db: DatabaseSync;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS inboxes (name TEXT PRIMARY KEY, secret TEXT NOT NULL, faults TEXT NOT NULL DEFAULT '[]') STRICT;
      CREATE TABLE IF NOT EXISTS receipts (
        id INTEGER PRIMARY KEY, inbox TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
        was_accepted INTEGER NOT NULL, received_at TEXT NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS receipts_by_message ON receipts (inbox, message_id);
    `);
  }

  register(inbox: string, secret: string): void {
    this.#db
      .prepare('INSERT INTO inboxes (name, secret) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET secret = excluded.secret')
      .run(inbox, secret);
  }

  secretOf(inbox: string): string | undefined {
    return this.#db.prepare('SELECT secret FROM inboxes WHERE name = ?').get(inbox)?.secret as string | undefined;
  }

  setFaults(inbox: string, faults: readonly Fault[]): void {
    this.#db.prepare('UPDATE inboxes SET faults = ? WHERE name = ?').run(JSON.stringify(faults), inbox);
  }

  /** Takes the fault that the next call meets, if any is left. */
  takeFault(inbox: string): Fault | undefined {
    const row = this.#db.prepare('SELECT faults FROM inboxes WHERE name = ?').get(inbox);
    const [next, ...rest] = JSON.parse((row?.faults as string | undefined) ?? '[]') as Fault[];
    if (!next) return undefined;
    this.setFaults(inbox, next.times > 1 ? [{ ...next, times: next.times - 1 }, ...rest] : rest);
    return next;
  }

  record(inbox: string, messageId: string, body: string, wasAccepted: boolean): void {
    this.#db
      .prepare('INSERT INTO receipts (inbox, message_id, body, was_accepted, received_at) VALUES (?, ?, ?, ?, ?)')
      .run(inbox, messageId, body, wasAccepted ? 1 : 0, new Date().toISOString());
  }

  findAccepted(inbox: string, messageId: string): StoredMessage | undefined {
    return this.#db
      .prepare(
        'SELECT message_id, body, received_at FROM receipts WHERE inbox = ? AND message_id = ? AND was_accepted = 1 ORDER BY id LIMIT 1',
      )
      .get(inbox, messageId) as StoredMessage | undefined;
  }

  listReceipts(inbox: string, limit: number): Receipt[] {
    return this.#db
      .prepare('SELECT message_id, received_at, was_accepted FROM receipts WHERE inbox = ? ORDER BY id DESC LIMIT ?')
      .all(inbox, limit)
      .map((row) => ({ ...(row as unknown as Receipt), was_accepted: row.was_accepted === 1 }));
  }

  summary(inbox: string): InboxSummary {
    return this.#db
      .prepare(
        `SELECT count(*) FILTER (WHERE accepted > 0) AS messages, coalesce(sum(receipts), 0) AS receipts,
                count(*) FILTER (WHERE accepted > 1) AS published_twice
           FROM (SELECT count(*) AS receipts, sum(was_accepted) AS accepted FROM receipts WHERE inbox = ? GROUP BY message_id)`,
      )
      .get(inbox) as unknown as InboxSummary;
  }

  close(): void {
    this.#db.close();
  }
}
