import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = 'docs/reference';

/** Text of each generated file by its path from the root. */
export type References = Readonly<Record<string, string>>;

/** What a check finds: files that say something else than they should, are missing, or that nothing generates any more. */
export function staleReferences(root: string, references: References): string[] {
  const changed = Object.keys(references).filter(
    (path) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== references[path],
  );
  return [...changed, ...leftOvers(root, references)].sort();
}

/** Writes every reference, and removes what nothing generates any more. */
export function writeReferences(root: string, references: References): void {
  for (const path of leftOvers(root, references)) rmSync(join(root, path));
  for (const [path, text] of Object.entries(references)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function leftOvers(root: string, references: References): string[] {
  if (!existsSync(join(root, FOLDER))) return [];
  return readdirSync(join(root, FOLDER), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\//, ''))
    .filter((path) => !(path in references));
}
