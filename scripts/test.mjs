// npm test: the same set-up as npm start, then every check of the house, then one line with the numbers.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pnpm, prepare, run } from './prepare.mjs';

const folder = mkdtempSync(join(tmpdir(), 'smartcontent-verify-'));
const json = join(folder, 'vitest.json');
let hasFailedStep = false;
try {
  await prepare();
  await run([...pnpm(), 'verify'], 'pnpm verify failed', { env: { ...process.env, VITEST_JSON: json } });
} catch (error) {
  hasFailedStep = true;
  console.error(error.message);
}
const { passed, failed } = count();
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** A step that failed without any test having failed (format, types, a file that does not load) counts as one. */
function count() {
  const result = existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')) : { numPassedTests: 0, numFailedTests: 0 };
  return { passed: result.numPassedTests, failed: result.numFailedTests || Number(hasFailedStep) };
}
