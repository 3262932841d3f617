import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { undecided } from './api-changes/changelog.ts';
import { documentChanges, type OpenApi } from './api-changes/document-changes.ts';
import { CURRENT, DECIDED, readDecided, readReleased } from './api-changes/released.ts';

/** Fails where docs/reference/openapi.json breaks a client of the released document and nobody decided that it may. */
const root = process.cwd();
const current = JSON.parse(readFileSync(join(root, CURRENT), 'utf8')) as OpenApi;
const changes = documentChanges(readReleased(root), current);
const problems = undecided(changes, readDecided(root));
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(
    `\nThese break clients. Find a way that does not, or say in ${DECIDED} why it must be ("operation", "text" as above, "why").`,
  );
  process.exitCode = 1;
} else {
  console.log(`${changes.length} changes of the API since its last release, none that breaks a client without a decision`);
}
