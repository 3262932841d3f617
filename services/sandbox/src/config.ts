import { z } from 'zod';

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DATA_FOLDER: z.string().min(1),
});

export interface SandboxConfig {
  readonly host: string;
  readonly port: number;
  /** Where the played platforms keep what they have published. */
  readonly dataFolder: string;
}

/** Reads the environment; throws a ZodError that names every wrong variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): SandboxConfig {
  const { HOST, PORT, DATA_FOLDER } = environment.parse(env);
  return Object.freeze({ host: HOST, port: PORT, dataFolder: DATA_FOLDER });
}
