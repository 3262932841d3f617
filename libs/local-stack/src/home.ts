import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './json-file.js';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';
import { SetupError, toSetupError } from './setup-error.js';

/** Less than this left, and the stores would start only to fail. */
const NEEDED_MIB = 256;

/** The folder of one embedded platform (`.smartcontent`), held by one supervisor at a time. */
export class Home {
  private constructor(readonly folder: string) {}

  /** Makes the folder and takes its lock. Throws a SetupError when another supervisor holds it or it cannot be used. */
  static open(folder: string): Home {
    try {
      // Started by root, Postgres runs as another user, who must be able to pass.
      mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
      const { bavail, bsize } = statfsSync(folder);
      const leftMib = Math.floor((bavail * bsize) / 2 ** 20);
      if (leftMib < NEEDED_MIB) throw new SetupError(`The disk that holds ${folder} is full: ${leftMib} MiB left, ${NEEDED_MIB} needed`);
      const home = new Home(folder);
      home.#lock();
      mkdirSync(home.path('logs'), { recursive: true });
      return home;
    } catch (error) {
      throw toSetupError(error, `using ${folder}`);
    }
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** A small JSON file of this folder; undefined when it is not there. */
  read<T>(name: string): T | undefined {
    return readJson<T>(this.path(name));
  }

  /** Replaces a JSON file in one step; readable by its owner alone. */
  write(name: string, content: unknown): void {
    writeJson(this.path(name), content);
  }

  /** Gives the lock back. */
  release(): void {
    rmSync(this.path('lock'), { force: true });
  }

  #lock(): void {
    const holder = this.read<ProcessIdentity>('lock');
    if (holder && isAlive(holder)) {
      throw new SetupError(`SmartContent already runs in ${this.folder} (process ${holder.pid}): stop that one, or set SMARTCONTENT_HOME`);
    }
    if (holder) this.#removeLockOf(holder);
    // Linking fails where somebody else was faster; a written file would have been seen half-written.
    const own = this.path(`lock.${process.pid}`);
    writeFileSync(own, JSON.stringify(identify(process.pid)));
    try {
      linkSync(own, this.path('lock'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new SetupError(`SmartContent is just starting in ${this.folder}`);
    } finally {
      rmSync(own, { force: true });
    }
  }

  /** Moves it away before looking again, since another start may have replaced it just now. */
  #removeLockOf(dead: ProcessIdentity): void {
    const moved = this.path(`lock.${process.pid}.old`);
    renameSync(this.path('lock'), moved);
    const found = JSON.parse(readFileSync(moved, 'utf8')) as ProcessIdentity;
    if (found.pid !== dead.pid || found.startTime !== dead.startTime) {
      renameSync(moved, this.path('lock'));
      throw new SetupError(`SmartContent is just starting in ${this.folder}`);
    }
    rmSync(moved);
  }
}
