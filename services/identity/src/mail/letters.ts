/** What a mail says, by the kind of mail. Its values stand in it as plain text: a letter has no markup that a name could break out of. */
const LETTERS = {
  'email-verification': {
    subject: () => 'Confirm your e-mail address',
    page: 'verify-email',
    request: 'POST /v1/email-verifications with {"token": "…"}',
    text: ({ name }) => `Hello ${name},\n\nthis address was given for an account with SmartContent. If it was you, confirm it.`,
    otherwise: 'If it was not you, do nothing: the address stays unconfirmed.',
  },
  'password-reset': {
    subject: () => 'Set a new password',
    page: 'reset-password',
    request: 'POST /v1/password-resets/confirm with {"token": "…", "password": "…"}',
    text: ({ name }) => `Hello ${name},\n\nsomebody asked for a new password of your account with SmartContent. If it was you, set one.`,
    otherwise: 'If it was not you, do nothing: your password stays as it is.',
  },
  invitation: {
    subject: ({ company }) => `Invitation into ${company}`,
    page: 'accept-invitation',
    request: 'POST /v1/invitations/accept with {"token": "…", "password": "…"}',
    text: ({ name, company }) => `Hello,\n\n${name} invites you to work with ${company} on SmartContent.`,
    otherwise: 'If you do not know them, do nothing: no account is made.',
  },
  'email-change': {
    subject: () => 'Confirm your new e-mail address',
    page: 'change-email',
    request: 'POST /v1/email-changes/confirm with {"token": "…"}',
    text: ({ name }) =>
      `Hello ${name},\n\nthis address was given as the new one of an account with SmartContent. If it was you, confirm it.`,
    otherwise: 'If it was not you, do nothing: the account keeps its address.',
  },
  'email-changed': {
    subject: () => 'Your e-mail address was changed',
    text: ({ name, company }) =>
      `Hello ${name},\n\nyour account with SmartContent at ${company} has another e-mail address now; this one does not log in any more.`,
    otherwise: 'If it was not you, ask your admins at once: somebody knows your password.',
  },
  'totp-removed': {
    subject: () => 'Your authenticator was removed',
    text: ({ name, company }) =>
      `Hello ${name},\n\nan admin of ${company} has removed the authenticator of your account with SmartContent; you were logged out everywhere.`,
    otherwise: 'Log in with your password and set up a new one. If you did not ask for it, ask your admins at once.',
  },
} as const satisfies Record<string, Letter | Notice>;

export type LetterKind = keyof typeof LETTERS;

/** The values of a letter. They are kept sealed until it is sent. */
export interface LetterContent {
  /** Absent in a notice. */
  readonly token?: string;
  /** Of the user who gets it; of an invitation, of the user who invites. */
  readonly name: string;
  readonly company: string;
}

/** A mail that tells of something and asks for nothing. */
interface Notice {
  readonly subject: (content: LetterContent) => string;
  readonly text: (content: LetterContent) => string;
  readonly otherwise: string;
}

interface Letter extends Notice {
  /** Where in the company's application a link leads, if there is one. */
  readonly page: string;
  readonly request: string;
}

/**
 * Subject and text of a mail. With the address of an application it holds a link whose token stands behind the #, which no server and no
 * log of one gets to see; without one the token itself.
 */
export function writeLetter(kind: LetterKind, content: LetterContent, appUrl: string | null, expiresAt: string) {
  const shown = { ...content, name: plain(content.name), company: plain(content.company) };
  const letter: Letter | Notice = LETTERS[kind];
  const subject = letter.subject(shown);
  if (!('page' in letter)) return { subject, text: `${letter.text(shown)}\n\n${letter.otherwise}\n` };
  const way = appUrl
    ? `${appUrl.replace(/\/$/, '')}/${letter.page}#token=${shown.token}`
    : `Your token: ${shown.token}\nSend it with ${letter.request}.`;
  const until = `It counts once, until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC.`;
  return { subject, text: `${letter.text(shown)}\n\n${way}\n\n${until} ${letter.otherwise}\n` };
}

/** A name in one line, in which no mail program finds an address to click on: whoever invites is free to call the company anything. */
function plain(name: string): string {
  return name
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll(/[/:@<>]|\.(?=\S)/g, ' ')
    .trim()
    .slice(0, 100);
}
