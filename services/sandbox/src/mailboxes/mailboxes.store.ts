import { DatabaseSync } from 'node:sqlite';
import { domainToASCII } from 'node:url';

interface KeptMail {
  readonly id: number;
  readonly received_at: string;
  readonly from: string;
  readonly message_id: string;
  readonly subject: string;
  readonly text: string;
}

/** What was sent to whom, in a file of its own, as a provider of mail keeps it. */
export class MailboxesStore {
  readonly #db: DatabaseSync;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS mails (
        id INTEGER PRIMARY KEY, address TEXT NOT NULL, received_at TEXT NOT NULL, sender TEXT NOT NULL, message_id TEXT NOT NULL,
        subject TEXT NOT NULL, text TEXT NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS mails_by_address ON mails (address, id);
      CREATE TABLE IF NOT EXISTS refusals (address TEXT PRIMARY KEY, status INTEGER NOT NULL, times INTEGER NOT NULL) STRICT;
    `);
  }

  keep(address: string, mail: Omit<KeptMail, 'id' | 'received_at'>): void {
    this.#db
      .prepare('INSERT INTO mails (address, received_at, sender, message_id, subject, text) VALUES (?, ?, ?, ?, ?, ?)')
      .run(spell(address), new Date().toISOString(), mail.from, mail.message_id, mail.subject, mail.text);
  }

  /** Newest first. */
  list(address: string, limit: number): KeptMail[] {
    return this.#db
      .prepare('SELECT id, received_at, sender AS "from", message_id, subject, text FROM mails WHERE address = ? ORDER BY id DESC LIMIT ?')
      .all(spell(address), limit) as unknown as KeptMail[];
  }

  setRefusal(address: string, status: number, times: number): void {
    this.#db.prepare('INSERT OR REPLACE INTO refusals (address, status, times) VALUES (?, ?, ?)').run(spell(address), status, times);
  }

  /** The status that the next mail to the address is refused with, if any refusal is left. */
  takeRefusal(address: string): number | undefined {
    const row = this.#db
      .prepare('UPDATE refusals SET times = times - 1 WHERE address = ? AND times > 0 RETURNING status')
      .get(spell(address));
    return row?.status as number | undefined;
  }

  close(): void {
    this.#db.close();
  }
}

/** One spelling of an address: the SMTP server hands out domains in Unicode, whoever asks may have either. */
function spell(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at).toLowerCase()}@${domainToASCII(address.slice(at + 1))}`;
}
