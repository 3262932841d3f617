import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '@smartcontent/database';
import { Secrets } from '@smartcontent/secrets';
import { MailConfig } from '../config.js';
import { type LetterContent, type LetterKind, writeLetter } from './letters.js';
import { MailSignal } from './mail-signal.js';
import { isFinalRefusal, MailTransport } from './mail-transport.js';
import { type ClaimedMail, MailsStore } from './mails.store.js';

/** Longer than a server may take: each step of a mail has its patience, and two wait for each connection. Until then nobody else sends it. */
const LEASE_SECONDS = 180;
const RETRY_MAX_SECONDS = 1_800;

interface NewMail {
  readonly kind: LetterKind;
  /** Whose account it is about, whatever address it goes to. */
  readonly user_id: string | null;
  readonly address: string;
  readonly content: LetterContent;
  /** When its token ends; a notice is tried for a week. */
  readonly expires_at?: string | null;
}

/** What became of one try. */
interface SendResult {
  readonly mail: ClaimedMail;
  readonly error: unknown;
}

@Injectable()
export class MailsService {
  constructor(
    private readonly store: MailsStore,
    private readonly secrets: Secrets,
    private readonly config: MailConfig,
    private readonly transport: MailTransport,
    private readonly signal: MailSignal,
  ) {}

  /** Puts a mail beside the write that it tells of, in its transaction; it is sent after the commit, at least once, however long that takes. */
  async enqueue(tx: Tx, companyId: string, { content, expires_at = null, ...mail }: NewMail): Promise<void> {
    const sealed_content = this.secrets.seal(companyId, JSON.stringify(content));
    await this.store.insert(tx, { id: newId(), company_id: companyId, ...mail, sealed_content, expires_at });
    tx.afterCommit(() => this.signal.raise());
  }

  get isOpen(): boolean {
    return this.transport.isOpen;
  }

  claim(tx: Tx, limit: number): Promise<ClaimedMail[]> {
    return this.store.claim(tx, limit, LEASE_SECONDS);
  }

  async send(mail: ClaimedMail): Promise<SendResult> {
    try {
      const content = JSON.parse(this.secrets.open(mail.company_id, mail.sealed_content)) as LetterContent;
      const letter = writeLetter(mail.kind, content, this.config.appUrl, mail.expires_at);
      await this.transport.send({ id: mail.id, to: mail.address, ...letter });
      return { mail, error: null };
    } catch (error) {
      return { mail, error };
    }
  }

  async finish(tx: Tx, { mail, error }: SendResult): Promise<'sent' | 'delayed' | 'given-up'> {
    if (error === null) {
      await this.store.remove(tx, mail.id);
      return 'sent';
    }
    // A server's words may hold the address, so they stand in the row and in no log.
    const reason = error instanceof Error ? error.message : String(error);
    if (isFinalRefusal(error)) {
      await this.store.giveUp(tx, mail.id, reason);
      return 'given-up';
    }
    await this.store.retry(tx, mail.id, Math.min(4 ** (mail.attempts - 1), RETRY_MAX_SECONDS), reason);
    return 'delayed';
  }

  tidy(tx: Tx): Promise<number> {
    return this.store.tidy(tx);
  }

  secondsToNext(tx: Tx): Promise<number | null> {
    return this.store.secondsToNext(tx);
  }
}
