import { ConfigError, readServiceConfig, type ServiceConfig } from '@smartcontent/service';
import { z } from 'zod';

const MAILBOX = /^(?:([^<>\r\n]*)\s)?<?([^\s<>@]+@[^\s<>@]+)>?$/;

const variables = z.object({
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be smtp:// or smtps://' }).optional(),
  MAIL_FROM: z.string().regex(MAILBOX, 'must be an address, or a name and <address>').default('SmartContent <no-reply@localhost>'),
  ERASURE_SETTLE_SECONDS: z.coerce.number().int().min(0).max(86_400).default(90),
  APP_URL: z.url({ protocol: /^https?$/, error: 'must be a URL' }).optional(),
});

/** Where mail goes out, and what it says about where it comes from. Injectable by its class. */
export class MailConfig {
  constructor(
    /** `null`: mail waits until a server is named. */
    readonly smtpUrl: string | null,
    readonly from: { readonly name: string; readonly address: string },
    /** The company-facing application whose pages links lead to; `null` where there is none, then mails hold the token itself. */
    readonly appUrl: string | null,
  ) {
    Object.freeze(this);
  }
}

/** How erasures are carried out. Injectable by its class. */
export class ErasureConfig {
  constructor(
    /** After the request whatever was under way has ended: tokens of a minute, and requests that began with them. Only then is counted. */
    readonly settleSeconds: number,
  ) {
    Object.freeze(this);
  }
}

/** What identity was told by its environment: the part of every service, and its own. */
export interface IdentityConfig {
  readonly service: ServiceConfig;
  readonly mail: MailConfig;
  readonly erasure: ErasureConfig;
}

/**
 * The only reader of the environment in this service.
 * @throws ConfigError that names every missing or malformed variable.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): IdentityConfig {
  const service = readServiceConfig('identity', env, { postgres: true, redis: true });
  const own = variables.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!own.success) {
    const lines = own.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError('identity', lines);
  }
  const [, name = '', address = ''] = MAILBOX.exec(own.data.MAIL_FROM) ?? [];
  const mail = new MailConfig(own.data.SMTP_URL ?? null, { name: name.trim(), address }, own.data.APP_URL ?? null);
  return Object.freeze({ service, mail, erasure: new ErasureConfig(own.data.ERASURE_SETTLE_SECONDS) });
}
