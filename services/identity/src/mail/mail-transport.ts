import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { MailConfig } from '../config.js';

const PATIENCE_MS = 10_000;
const CONNECTIONS = 2;

interface Outgoing {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The way to the mail server. Where none was named it is closed, and mail waits. */
@Injectable()
export class MailTransport implements OnApplicationShutdown {
  readonly #transport: ReturnType<typeof openTransport> | null;

  constructor(private readonly config: MailConfig) {
    this.#transport = config.smtpUrl ? openTransport(config.smtpUrl) : null;
  }

  get isOpen(): boolean {
    return this.#transport !== null;
  }

  /** A mail that is sent twice has the same Message-ID both times, by which mailboxes show it once. */
  async send({ id, to, subject, text }: Outgoing): Promise<void> {
    if (!this.#transport) throw new Error('SMTP_URL is missing');
    const domain = this.config.from.address.split('@').at(-1);
    await this.#transport.sendMail({
      from: this.config.from,
      // As an object it is one recipient whatever it holds.
      to: { name: '', address: to },
      subject,
      text,
      messageId: `<${id}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  onApplicationShutdown(): void {
    this.#transport?.close();
  }
}

function openTransport(url: string) {
  return createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** What the server will say to the same mail at any later time too (RFC 5321, 4.2.1). That it does not let us in is about us, not the mail. */
export function isFinalRefusal(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: unknown; responseCode?: number };
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500;
}
