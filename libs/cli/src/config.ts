import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CliConfig {
  readonly baseUrl: string;
  readonly key: string | undefined;
}

const DEFAULT_URL = 'http://127.0.0.1:4000';

interface Given {
  readonly url?: string;
  readonly key?: string;
}

/** Where the platform is and with which key to ask it: options first, then the environment, then the demo key of a platform started here. */
export function readConfig(options: Given, env: NodeJS.ProcessEnv = process.env): CliConfig {
  const demo = readHomeFile<{ base_url?: string; api_key?: string }>('demo.json', env);
  return { baseUrl: baseUrlOf(options, env, demo?.base_url), key: options.key ?? env.SMARTCONTENT_KEY ?? demo?.api_key };
}

/** The same for the operator. The key of a platform started here is told to that platform only. */
export function readOperatorConfig(options: Given, env: NodeJS.ProcessEnv = process.env): CliConfig {
  const own = readHomeFile<{ base_url?: string; operator_key?: string }>('operator.json', env);
  const baseUrl = baseUrlOf(options, env, own?.base_url);
  const ownKey = own?.base_url === baseUrl ? own.operator_key : undefined;
  return { baseUrl, key: options.key ?? (env.SMARTCONTENT_OPERATOR_KEY || ownKey) };
}

function baseUrlOf(options: Given, env: NodeJS.ProcessEnv, own: string | undefined): string {
  return (options.url ?? env.SMARTCONTENT_URL ?? own ?? DEFAULT_URL).replace(/\/$/, '');
}

function readHomeFile<T>(name: string, env: NodeJS.ProcessEnv): T | undefined {
  try {
    return JSON.parse(readFileSync(join(env.SMARTCONTENT_HOME ?? join(process.cwd(), '.smartcontent'), name), 'utf8')) as T;
  } catch {
    return undefined;
  }
}
