import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Credential } from '@smartcontent/sdk';
import { KeptSession, readLogIn } from './login-file.js';
import { UsageError } from './usage-error.js';

export interface CliConfig {
  readonly baseUrl: string;
  readonly credential: Credential | undefined;
  /** Where the credential came from, in words; null where there is none. */
  readonly source: string | null;
}

/** Of this process. */
export const OWN_ENV: NodeJS.ProcessEnv = process.env;

const DEFAULT_URL = 'http://127.0.0.1:4000';
const SHOWN = 12;

interface Given {
  readonly url?: string;
  readonly key?: string;
}

/**
 * Where the platform is and as whom to ask it: options first, then the environment, then the log-in of this user, then the demo key of a
 * platform started here. Each of the last two is shown to its own platform only.
 */
export function readConfig(options: Given, env: NodeJS.ProcessEnv = process.env): CliConfig {
  const demo = readHomeFile<{ base_url?: string; api_key?: string }>('demo.json', env);
  const given = options.key ?? (env.SMARTCONTENT_KEY || undefined);
  const path = logInPath(env);
  // Who gives key and address needs no log-in, so one that cannot be read is in nobody's way.
  const logIn = given === undefined ? readLogIn(path) : null;
  // A folder that somebody else filled names an address for its own key alone, never for one that is given.
  const baseUrl = baseUrlOf(options, env, given === undefined ? (logIn?.base_url ?? demo?.base_url) : undefined);
  if (given !== undefined) {
    const place = options.key === undefined ? 'of SMARTCONTENT_KEY' : 'of --key';
    return { baseUrl, credential: given, source: `the key ${place}${beginningOf(given)}` };
  }
  if (logIn?.base_url === baseUrl) {
    return { baseUrl, credential: logIn.key ?? new KeptSession(path), source: `the log-in of ${logIn.who} in ${path}` };
  }
  if (demo?.api_key && demo.base_url === baseUrl)
    return { baseUrl, credential: demo.api_key, source: 'the demo key of the platform started here' };
  return { baseUrl, credential: undefined, source: null };
}

/** The same for the operator. The key of a platform started here is told to that platform only. */
export function readOperatorConfig(options: Given, env: NodeJS.ProcessEnv = process.env): CliConfig {
  const own = readHomeFile<{ base_url?: string; operator_key?: string }>('operator.json', env);
  const given = options.key ?? (env.SMARTCONTENT_OPERATOR_KEY || undefined);
  const baseUrl = baseUrlOf(options, env, given === undefined ? own?.base_url : undefined);
  const credential = given ?? (own?.base_url === baseUrl ? own.operator_key : undefined);
  return { baseUrl, credential, source: credential ? `the operator’s key${beginningOf(credential)}` : null };
}

/** As much of a key as tells it from others; nothing of what may be a password that was given for one. */
function beginningOf(key: string): string {
  return key.startsWith('sc_') ? `, ${key.slice(0, SHOWN)}…` : '';
}

/** Where the log-in of this user is kept. */
export function logInPath(env: NodeJS.ProcessEnv = process.env): string {
  const folder = env.SMARTCONTENT_CONFIG ?? join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'smartcontent');
  return join(folder, 'login.json');
}

/** The platform that a log-in goes to: one that the folder names only where it is on this machine, since a password is sent to it. */
export function logInUrl(options: Given, env: NodeJS.ProcessEnv = process.env): string {
  const demo = readHomeFile<{ base_url?: string }>('demo.json', env)?.base_url;
  return baseUrlOf(options, env, isOnThisMachine(demo) ? demo : undefined);
}

function isOnThisMachine(url: string | undefined): boolean {
  return url !== undefined && URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

function baseUrlOf(options: Given, env: NodeJS.ProcessEnv, own: string | undefined): string {
  const url = (options.url ?? (env.SMARTCONTENT_URL || own || DEFAULT_URL)).replace(/\/+$/, '');
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new UsageError(`"${url}" is no address such as ${DEFAULT_URL}`);
  return url;
}

function readHomeFile<T>(name: string, env: NodeJS.ProcessEnv): T | undefined {
  try {
    return JSON.parse(readFileSync(join(env.SMARTCONTENT_HOME ?? join(process.cwd(), '.smartcontent'), name), 'utf8')) as T;
  } catch {
    return undefined;
  }
}
