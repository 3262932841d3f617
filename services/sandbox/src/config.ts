import { ConfigError } from '@smartcontent/service';
import { z } from 'zod';

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  SMTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DATA_FOLDER: z.string().min(1),
});

export interface SandboxConfig {
  readonly host: string;
  readonly port: number;
  /** Where mail comes in; 0 takes any. */
  readonly smtpPort: number;
  /** Where the played platforms keep what they have published. */
  readonly dataFolder: string;
}

/** @throws ConfigError that names every missing or malformed variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): SandboxConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError('sandbox', lines);
  }
  const { HOST, PORT, SMTP_PORT, DATA_FOLDER } = parsed.data;
  return Object.freeze({ host: HOST, port: PORT, smtpPort: SMTP_PORT, dataFolder: DATA_FOLDER });
}
