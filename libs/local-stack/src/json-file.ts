import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { SetupError } from './setup-error.js';

/** Undefined when the file is not there. Throws a SetupError when it is not JSON. */
export function readJson<T>(file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if (error instanceof SyntaxError) throw new SetupError(`${file} is damaged (${error.message})`);
    throw error;
  }
}

/** Replaces the file in one step; only its owner may read it. */
export function writeJson(file: string, content: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
