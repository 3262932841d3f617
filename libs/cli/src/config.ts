import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CliConfig {
  readonly baseUrl: string;
  readonly key: string | undefined;
}

const DEFAULT_URL = 'http://127.0.0.1:4000';

/** Where the platform is and with which key to ask it: options first, then the environment, then the demo key of a platform started here. */
export function readConfig(options: { url?: string; key?: string }, env: NodeJS.ProcessEnv = process.env): CliConfig {
  const demo = readDemoFile(env.SMARTCONTENT_HOME ?? join(process.cwd(), '.smartcontent'));
  return {
    baseUrl: (options.url ?? env.SMARTCONTENT_URL ?? demo?.base_url ?? DEFAULT_URL).replace(/\/$/, ''),
    key: options.key ?? env.SMARTCONTENT_KEY ?? demo?.api_key,
  };
}

function readDemoFile(home: string): { base_url?: string; api_key?: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(home, 'demo.json'), 'utf8')) as { base_url?: string; api_key?: string };
  } catch {
    return undefined;
  }
}
