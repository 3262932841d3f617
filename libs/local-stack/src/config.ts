import { join } from 'node:path';

/** The checkout this code runs from: the folder that holds `libs` and `services`. */
export const WORKSPACE = join(import.meta.dirname, '..', '..', '..');

/** Fetched servers of everything that is not a user's own `.smartcontent` (tests, benchmarks). */
export const CACHED_BIN_FOLDER = join(WORKSPACE, 'node_modules', '.cache', 'smartcontent', 'bin');

/** The folders that a shell would search for a program. */
export function searchPath(): string {
  return process.env.PATH ?? '';
}
