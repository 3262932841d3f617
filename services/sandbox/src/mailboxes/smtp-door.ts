import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { MailboxesStore } from './mailboxes.store.js';

const MAIL_LIMIT_BYTES = 1024 * 1024;
/** A sender that keeps its connection open, or was stopped, holds up the end no longer than this. */
const CLOSE_MS = 1_000;

/** Takes every mail, for whomever it is, and sends none on. Resolves once it listens. */
export async function openSmtpDoor(store: MailboxesStore, host: string, port: number): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAIL_LIMIT_BYTES,
    closeTimeout: CLOSE_MS,
    onRcptTo({ address }, _session, callback) {
      const status = store.takeRefusal(address);
      callback(status ? Object.assign(new Error('told to refuse'), { responseCode: status }) : null);
    },
    onData(stream, session, callback) {
      simpleParser(stream, { skipTextToHtml: true }).then(
        (mail) => {
          const kept = {
            from: mail.from?.text ?? '',
            message_id: mail.messageId ?? '',
            subject: mail.subject ?? '',
            text: mail.text ?? '',
          };
          for (const { address } of session.envelope.rcptTo) store.keep(address, kept);
          callback();
        },
        (error: Error) => callback(error),
      );
    },
  });
  // A client that leaves in the middle of its mail is no reason to end.
  server.on('error', () => undefined);
  const listening = server.listen(port, host);
  await new Promise<void>((resolve, reject) => {
    listening.once('listening', resolve);
    listening.once('error', reject);
  });
  const address = listening.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
