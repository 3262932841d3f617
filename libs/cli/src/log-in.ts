import type { Output as AnswerOf, SmartContent } from '@smartcontent/sdk';
import { CallError, inWords } from './client.js';
import { type CliConfig, logInPath, logInUrl } from './config.js';
import type { Line } from './line.js';
import { KeptSession, readLogIn, removeLogIn, writeLogIn } from './login-file.js';
import { fieldLines } from './table.js';
import type { Terminal } from './terminal.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

type LoggedIn = AnswerOf<'identity.session.log-in'>;
const KEY = /^sc_\S+$/;
const SHOWN = 12;

/** `login`: e-mail address and password at a terminal, or a key on stdin. */
export async function logIn({ options, terminal, readStdin, env }: Line): Promise<Told> {
  const base_url = logInUrl(options, env);
  const path = logInPath(env);
  if (options['with-key'] !== undefined) return keepKey(base_url, readStdin().trim(), path);
  if (!terminal) {
    throw new UsageError(
      'login asks for a password, and there is no terminal to ask at: smartcontent login --with-key reads a key from stdin',
    );
  }
  const email = options.email ?? (await terminal.ask('E-mail address: '));
  const password = await terminal.askHidden('Password: ');
  if (email === '' || password === '') throw new UsageError('nothing was typed');
  const nobody: CliConfig = { baseUrl: base_url, credential: undefined, source: null };
  const { session, user, company } = person(base_url, await inWords(nobody, (sc) => open(sc, terminal, email, password)));
  await writeLogIn(path, { base_url, who: user.email, session });
  const text = `logged in at ${base_url} as ${user.email} of ${company.name}; kept in ${path}`;
  return { text, json: { base_url, email: user.email, role: user.role, path }, code: 0 };
}

async function open(sc: SmartContent, terminal: Terminal, email: string, password: string): Promise<LoggedIn> {
  try {
    return await sc.session.logIn({ email, password });
  } catch (error) {
    if ((error as { code?: string }).code !== 'IDENTITY_TOTP_NEEDED') throw error;
    return sc.session.logIn({ email, password, totp_code: (await terminal.ask('Code of your authenticator: ')).trim() });
  }
}

async function keepKey(base_url: string, key: string, path: string): Promise<Told> {
  if (!KEY.test(key)) throw new UsageError('what stands on stdin is no key: they begin with sc_');
  const source = `the key on stdin, ${key.slice(0, SHOWN)}…`;
  try {
    await inWords({ baseUrl: base_url, credential: key, source }, (sc) => sc.account.get());
  } catch (error) {
    // It is known, but may not ask who it is.
    if (!(error instanceof CallError && error.code === 'PLATFORM_SCOPE_MISSING')) throw error;
  }
  const who = `the key ${key.slice(0, SHOWN)}…`;
  await writeLogIn(path, { base_url, who, key });
  return { text: `logged in at ${base_url} with ${who}; kept in ${path}`, json: { base_url, path }, code: 0 };
}

/** `logout`: ends the session at the platform, where it can be reached, and forgets it here. */
export async function logOut({ env }: Line): Promise<Told> {
  const path = logInPath(env);
  const complaints: string[] = [];
  try {
    const kept = readLogIn(path);
    // It is the log-in that ends, whatever key is set.
    const own = kept?.session && { baseUrl: kept.base_url, credential: new KeptSession(path), source: `the log-in of ${kept.who}` };
    if (own) await inWords(own, (sc) => sc.session.logOut());
  } catch (error) {
    complaints.push(`${(error as Error).message}; forgotten here, the session itself ends within a day`);
  }
  const wasThere = removeLogIn(path);
  return {
    text: wasThere ? `logged out; ${path} is removed` : 'nobody was logged in',
    json: { was_logged_in: wasThere },
    code: 0,
    complaints,
  };
}

/** Any server may say 200 at an address that was mistyped. */
function person<T extends { readonly user: object; readonly company: object }>(baseUrl: string, answer: T): T {
  const { user, company } = (answer ?? {}) as Partial<T>;
  if (!user || !company) throw new CallError(`what answers at ${baseUrl} is no platform`, undefined, null);
  return answer;
}

/** `whoami` */
export async function whoAmI({ config }: Line): Promise<Told> {
  const { baseUrl, source } = config();
  const { user, company, ...rest } = person(baseUrl, await inWords(config(), (sc) => sc.account.get()));
  const text = fieldLines({ platform: baseUrl, with: source ?? 'nothing', email: user.email, role: user.role, company: company.name });
  return { text, json: { user, company, ...rest }, code: 0 };
}
