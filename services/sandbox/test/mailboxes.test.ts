import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, start } from '../src/app.js';

let folder: string;
let sandbox: RunningSandbox;
const startIn = () => start({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = await startIn();
});

afterEach(async () => {
  await sandbox[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** The answers to each command of one conversation; the text is one line. */
async function send(to: string, text: string): Promise<number[]> {
  const socket = connect(Number(new URL(sandbox.smtpUrl).port), '127.0.0.1');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async () => {
    for (;;) {
      const { value = '' } = await lines.next();
      if (value[3] !== '-') return Number(value.slice(0, 3));
    }
  };
  const answers = [await answer()];
  const mail = `From: a@example.org\r\nTo: ${to}\r\nMessage-ID: <m1@example.org>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\n${text}\r\n.`;
  for (const command of ['EHLO test', 'MAIL FROM:<a@example.org>', `RCPT TO:<${to}>`, 'DATA', mail]) {
    socket.write(`${command}\r\n`);
    answers.push(await answer());
    if ((answers.at(-1) ?? 500) >= 400) break;
  }
  socket.destroy();
  return answers;
}

const mailsOf = async (address: string) => {
  const response = await fetch(`${sandbox.url}/mailboxes/${address}/messages`);
  return ((await response.json()) as { items: object[] }).items;
};
const refuse = (address: string, body: object) =>
  fetch(`${sandbox.url}/mailboxes/${address}/refusals`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a played mailbox', () => {
  it('shows what came for its address, in any case of letters, newest first', async () => {
    expect(await send('Ada@Example.org', 'hello')).toEqual([220, 250, 250, 250, 354, 250]);
    await send('ada@example.org', 'again');
    const common = { from: 'a@example.org', message_id: '<m1@example.org>', subject: 'Grüße' };
    expect(await mailsOf('ada@example.org')).toMatchObject([
      { ...common, text: 'again\n' },
      { ...common, text: 'hello\n' },
    ]);
    expect(await mailsOf('bob@example.org')).toEqual([]);
    await send('ada@xn--bcher-kva.example', 'hello');
    for (const spelling of ['ada@b%C3%BCcher.example', 'ADA@xn--bcher-kva.EXAMPLE']) expect(await mailsOf(spelling)).toHaveLength(1);
  });

  it('refuses as often as it was told', async () => {
    expect((await refuse('ada@example.org', { status: 451, times: 1 })).status).toBe(204);
    expect((await send('ada@example.org', 'hello')).at(-1)).toBe(451);
    expect((await send('ada@example.org', 'hello')).at(-1)).toBe(250);
    expect(await mailsOf('ada@example.org')).toHaveLength(1);
    expect((await refuse('ada@example.org', { status: 250 })).status).toBe(422);
  });

  it('remembers after a restart', async () => {
    await send('ada@example.org', 'hello');
    await sandbox[Symbol.asyncDispose]();
    sandbox = await startIn();
    expect(await mailsOf('ada@example.org')).toHaveLength(1);
  });
});
