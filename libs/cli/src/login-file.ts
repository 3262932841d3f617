import { readFileSync, rmSync, utimesSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Refresh, Session, SessionKeeper } from '@smartcontent/sdk';
import { UsageError } from './usage-error.js';

/** What `smartcontent login` keeps, for the owner's eyes only. */
export interface LogIn {
  readonly base_url: string;
  /** E-mail address of the person, or the beginning of the key. */
  readonly who: string;
  readonly key?: string;
  readonly session?: Session;
  /** Of a refresh whose answer has not come yet. */
  readonly attempt_id?: string;
}

const OWNER_ONLY = 0o600;
const LOOK_MS = 50;
/** A process that held the lock for longer is no more. */
const STALE_MS = 60_000;
/** A holder that lives says so. */
const TOUCH_MS = 10_000;

/** Null where nobody has logged in. @throws UsageError where the file cannot be read */
export function readLogIn(path: string): LogIn | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw unreadable(path, (error as Error).message);
  }
  try {
    const logIn = JSON.parse(text) as LogIn;
    if (typeof logIn.base_url === 'string' && (typeof logIn.key === 'string' || typeof logIn.session?.refresh_token === 'string'))
      return logIn;
  } catch {
    // Told below: what is there is no log-in.
  }
  throw unreadable(path, 'it holds no log-in');
}

function unreadable(path: string, why: string): UsageError {
  return new UsageError(`cannot read ${path}: ${why}; smartcontent logout removes it, --key and SMARTCONTENT_KEY do without it`);
}

/** Takes turns with command lines that refresh the log-in which was there. */
export async function writeLogIn(path: string, logIn: LogIn): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: Error) => unwritable(path, error));
  const unlock = await takeLock(path);
  try {
    await replace(path, logIn);
  } finally {
    await unlock();
  }
}

function unwritable(path: string, error: Error): never {
  throw new UsageError(`cannot write ${path}: ${error.message}`);
}

/** The whole of it or nothing, whenever it is cut off. */
async function replace(path: string, logIn: LogIn): Promise<void> {
  const next = `${path}.next`;
  try {
    // One that was left over would keep its mode, or lead elsewhere.
    await rm(next, { force: true });
    const file = await open(next, 'wx', OWNER_ONLY);
    await file.writeFile(textOf(logIn)).finally(() => file.close());
    await rename(next, path);
  } catch (error) {
    unwritable(path, error as Error);
  }
}

/** @returns whether there was one */
export function removeLogIn(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new UsageError(`cannot remove ${path}: ${(error as Error).message}`);
  }
}

/** The session in the file. Command lines that run at once take turns to refresh it: a refresh token is good for one use. */
export class KeptSession implements SessionKeeper {
  constructor(private readonly path: string) {}

  current(): Session {
    const session = readLogIn(this.path)?.session;
    if (!session) throw new UsageError('somebody logged out meanwhile: smartcontent login');
    return session;
  }

  async renew(stale: Session, refresh: Refresh): Promise<Session> {
    const unlock = await takeLock(this.path);
    try {
      const kept = readLogIn(this.path);
      if (!kept?.session) throw new UsageError('somebody logged out meanwhile: smartcontent login');
      if (kept.session.access_token !== stale.access_token) return kept.session;
      const attempt_id = kept.attempt_id ?? crypto.randomUUID();
      // Written down before it is asked: whoever comes after a crash repeats this attempt instead of making another.
      await replace(this.path, { ...kept, attempt_id });
      const session = await refresh(kept.session, attempt_id);
      const { attempt_id: _done, ...rest } = kept;
      await replace(this.path, { ...rest, session });
      return session;
    } finally {
      await unlock();
    }
  }
}

async function takeLock(loginPath: string): Promise<() => Promise<void>> {
  const path = `${loginPath}.lock`;
  const id = crypto.randomUUID();
  for (;;) {
    try {
      const file = await open(path, 'wx', OWNER_ONLY);
      await file.writeFile(id).finally(() => file.close());
      return hold(path, id);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') unwritable(loginPath, error as Error);
      const { mtimeMs = Date.now() } = (await stat(path).catch(() => null)) ?? {};
      if (Date.now() - mtimeMs > STALE_MS) await rm(path, { force: true });
      else await pause(LOOK_MS);
    }
  }
}

/** @returns what lets it go, unless another process has it by now */
function hold(path: string, id: string): () => Promise<void> {
  const isOwn = async () => (await readFile(path, 'utf8').catch(() => '')) === id;
  const timer = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // Taken away; who has it is told apart by its id.
    }
  }, TOUCH_MS).unref();
  return async () => {
    clearInterval(timer);
    if (await isOwn()) await rm(path, { force: true });
  };
}

function textOf(logIn: LogIn): string {
  const { base_url, who, key, session, attempt_id } = logIn;
  const tokens = session && { access_token: session.access_token, refresh_token: session.refresh_token };
  return `${JSON.stringify({ base_url, who, key, session: tokens, attempt_id }, null, 2)}\n`;
}
