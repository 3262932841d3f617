import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBreak } from './api-changes/change.ts';
import { releasedChangelog, undecided } from './api-changes/changelog.ts';
import { documentChanges, type OpenApi } from './api-changes/document-changes.ts';
import { CHANGELOG, CURRENT, DECIDED, RELEASED, readDecided, readReleased } from './api-changes/released.ts';
import { refusalOfVersion } from './api-changes/version.ts';

/** `pnpm release-api 1.3.0`: what the document promises now is what may not be broken from here on. */
const root = process.cwd();
const version = process.argv[2] ?? '';
const current = JSON.parse(readFileSync(join(root, CURRENT), 'utf8')) as OpenApi & { info: { version: string } };
const released = readReleased(root) as OpenApi & { info: { version: string } };
const changes = documentChanges(released, current);
const refusals = [...undecided(changes, readDecided(root)), ...refusalOfVersion(released.info.version, version, changes.some(isBreak))];
if (refusals.length === 0) release();
else {
  for (const refusal of refusals) console.error(refusal);
  process.exitCode = 1;
}

function release(): void {
  const log = join(root, CHANGELOG);
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(join(root, RELEASED), `${JSON.stringify({ ...current, info: { ...current.info, version } })}\n`);
  writeFileSync(join(root, DECIDED), '[]\n');
  writeFileSync(log, releasedChangelog(readFileSync(log, 'utf8'), version, date));
  console.log(`${version}: ${changes.length} changes are released; set "version" of package.json, then pnpm generate`);
}
