import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changelogWith, type DecidedBreak } from './changelog.ts';
import { documentChanges, type OpenApi } from './document-changes.ts';

/** What was released last, and what was decided since. */
export const RELEASED = 'docs/released/openapi.json';
export const DECIDED = 'docs/released/breaks.json';
export const CHANGELOG = 'docs/api-changelog.md';
/** What is to be released next. */
export const CURRENT = 'docs/reference/openapi.json';

export function readReleased(root: string): OpenApi {
  return JSON.parse(readFileSync(join(root, RELEASED), 'utf8')) as OpenApi;
}

export function readDecided(root: string): readonly DecidedBreak[] {
  return JSON.parse(readFileSync(join(root, DECIDED), 'utf8')) as DecidedBreak[];
}

/** docs/api-changelog.md as it must read for this document. */
export function changelogReference(root: string, current: OpenApi): Record<string, string> {
  const path = join(root, CHANGELOG);
  const written = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return { [CHANGELOG]: changelogWith(written, documentChanges(readReleased(root), current), readDecided(root)) };
}
