import { join } from 'node:path';
import { start } from '@smartcontent/sandbox';
import { eventually, type Stack } from '@smartcontent/testing';

interface Mail {
  readonly from: string;
  readonly message_id: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailboxes extends AsyncDisposable {
  readonly smtpUrl: string;
  /** What came for the address, newest first, once there are at least so many. */
  of(address: string, atLeast?: number): Promise<Mail[]>;
  /** The token in the newest mail to the address. */
  tokenOf(address: string, atLeast?: number): Promise<string>;
  /** The next `times` mails to the address are refused. */
  refuse(address: string, status: number, times: number): Promise<void>;
}

/** The sandbox as a provider of mail. */
export async function openMailboxes(stack: Stack): Promise<Mailboxes> {
  const sandbox = await start({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: join(stack.folder, 'sandbox') });
  const read = async (address: string) => {
    const response = await fetch(`${sandbox.url}/mailboxes/${address}/messages`);
    return ((await response.json()) as { items: Mail[] }).items;
  };
  const of = (address: string, atLeast = 1) =>
    eventually(async () => {
      const mails = await read(address);
      if (mails.length < atLeast) throw new Error(`${mails.length} of ${atLeast} mails came for ${address}`);
      return mails;
    });
  return {
    smtpUrl: sandbox.smtpUrl,
    of,
    tokenOf: async (address, atLeast) => {
      const [newest] = await of(address, atLeast);
      return /sc_mail_\w+/.exec(newest?.text ?? '')?.[0] ?? '';
    },
    refuse: async (address, status, times) => {
      const body = JSON.stringify({ status, times });
      await fetch(`${sandbox.url}/mailboxes/${address}/refusals`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}
