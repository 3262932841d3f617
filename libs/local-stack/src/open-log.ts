import { existsSync, openSync, renameSync, statSync } from 'node:fs';

const LIMIT_BYTES = 10 * 2 ** 20;

/** Opens a log for appending; one that has grown past 10 MiB is kept as `<file>.1` instead of the one before it. */
export function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
