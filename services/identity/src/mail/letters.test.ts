import { describe, expect, it } from 'vitest';
import { writeLetter } from './letters.js';

const content = { token: 'sc_mail_token', name: 'Ada Lovelace', company: 'Acme' };
const EXPIRES = '2026-01-06T09:00:00.123456Z';

describe('a letter', () => {
  it('holds the token and says what to do with it where there is no application', () => {
    const { subject, text } = writeLetter('email-verification', content, null, EXPIRES);
    expect(subject).toBe('Confirm your e-mail address');
    expect(text).toContain('Hello Ada Lovelace');
    expect(text).toContain('Your token: sc_mail_token\nSend it with POST /v1/email-verifications');
    expect(text).toContain('until 2026-01-06 09:00 UTC');
  });

  it('holds a link where there is one, with the token where no server sees it', () => {
    const { text } = writeLetter('password-reset', content, 'https://app.example/', EXPIRES);
    expect(text).toContain('\nhttps://app.example/reset-password#token=sc_mail_token\n');
  });

  it('lets nobody put a link or a line of a header into it by a name', () => {
    const company = 'Win at https://evil.example/x\r\nBcc: eve@evil.example\u202e';
    const { subject, text } = writeLetter('invitation', { ...content, company }, null, EXPIRES);
    expect(subject).toBe('Invitation into Win at https   evil example x Bcc  eve evil example');
    expect(text).not.toContain('evil.example');
  });
});
