import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
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

export function writeLogIn(path: string, logIn: LogIn): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, textOf(logIn), { mode: OWNER_ONLY });
    // The mode of a file that was there stays as it was.
    chmodSync(path, OWNER_ONLY);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${(error as Error).message}`);
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
    const lock = await takeLock(`${this.path}.lock`);
    try {
      const kept = readLogIn(this.path);
      if (!kept?.session) throw new UsageError('somebody logged out meanwhile: smartcontent login');
      if (kept.session.access_token !== stale.access_token) return kept.session;
      const attempt_id = kept.attempt_id ?? crypto.randomUUID();
      // Written down before it is asked: whoever comes after a crash repeats this attempt instead of making another.
      await this.#replace({ ...kept, attempt_id });
      const session = await refresh(kept.session, attempt_id);
      const { attempt_id: _done, ...rest } = kept;
      await this.#replace({ ...rest, session });
      return session;
    } finally {
      await lock();
    }
  }

  /** The whole of it or nothing, whenever it is cut off. */
  async #replace(logIn: LogIn): Promise<void> {
    const next = `${this.path}.next`;
    const file = await open(next, 'w', OWNER_ONLY);
    await file.writeFile(textOf(logIn));
    await file.close();
    await rename(next, this.path);
  }
}

async function takeLock(path: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await (await open(path, 'wx', OWNER_ONLY)).close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const { mtimeMs = Date.now() } = (await stat(path).catch(() => null)) ?? {};
      if (Date.now() - mtimeMs > STALE_MS) await rm(path, { force: true });
      else await pause(LOOK_MS);
    }
  }
}

function textOf(logIn: LogIn): string {
  const { base_url, who, key, session, attempt_id } = logIn;
  const tokens = session && { access_token: session.access_token, refresh_token: session.refresh_token };
  return `${JSON.stringify({ base_url, who, key, session: tokens, attempt_id }, null, 2)}\n`;
}
