import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Tree } from './tree.ts';

const root = new URL('../../', import.meta.url);
const lines = (count: number, line: string) => `${Array.from({ length: count }, () => line).join('\n')}\n`;

/** Biome's rule, the planted file, and the rule's plants that are allowed elsewhere. */
const PLANTS: [rule: string, path: string, text: string][] = [
  ['style/noExcessiveLinesPerFile', 'services/content/src/long.ts', lines(401, 'start();')],
  ['complexity/noExcessiveLinesPerFunction', 'libs/bus/src/deep.ts', `export function deep() {\n${lines(51, '  start();')}}\n`],
  ['style/noProcessEnv', 'services/content/src/a.ts', 'export const url = process.env.POSTGRES_URL;\n'],
  ['style/noDefaultExport', 'services/content/src/b.ts', 'export default 1;\n'],
  ['suspicious/noConsole', 'services/content/src/c.ts', "console.log('here');\n"],
  ['suspicious/noFocusedTests', 'services/content/src/d.test.ts', "it.only('alone', () => {});\n"],
  ['suspicious/noSkippedTests', 'services/content/src/e.test.ts', "describe.skip('later', () => {});\n"],
  ['nursery/noFloatingPromises', 'services/content/src/f.ts', 'async function f(): Promise<void> {}\nexport function g() {\n  f();\n}\n'],
  ['nursery/noMisusedPromises', 'services/content/src/g.ts', '[1].forEach(async () => {\n  await stop();\n});\n'],
  ['correctness/noUnusedImports', 'services/content/src/h.ts', "import { a } from './a.js';\n"],
  ['correctness/noUnusedVariables', 'services/content/src/i.ts', 'const a = 1;\n'],
  ['style/useThrowOnlyError', 'services/content/src/j.ts', "throw 'no';\n"],
];

const ALLOWED: Record<string, string> = {
  'services/content/src/config.ts': 'export const url = process.env.POSTGRES_URL;\n',
  'scripts/start.mjs': "console.log(process.env.HOME, 'ready');\n",
  'libs/cli/src/print.ts': "console.log('ready');\n",
  'vitest.config.ts': 'export default {};\n',
  'services/content/test/long.test.ts': `export function all() {\n${lines(60, '  start();')}}\n`,
};

/** `rule path` of everything that Biome, under this repository's configuration, reports as an error. */
function lint(files: Record<string, string>): string[] {
  using tree = new Tree({ ...files, 'biome.json': readFileSync(new URL('biome.json', root), 'utf8') });
  const biome = new URL('node_modules/@biomejs/biome/bin/biome', root).pathname;
  const options = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none'];
  const report = runAnyhow(biome, options, tree.root);
  const { diagnostics } = JSON.parse(report) as { diagnostics: { category: string; severity: string; location: { path: string } }[] };
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ category, location }) => `${category.replace('lint/', '')} ${location.path}`);
}

function runAnyhow(command: string, options: string[], cwd: string): string {
  try {
    return execFileSync(process.execPath, [command, ...options], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('the linter', () => {
  const found = lint({ ...ALLOWED, ...Object.fromEntries(PLANTS.map(([, path, text]) => [path, text])) });

  it.each(PLANTS)('%s refuses %s', (rule, path) => {
    expect(found).toContain(`${rule} ${path}`);
  });

  it('finds nothing where the same is allowed', () => {
    expect(found.filter((line) => Object.keys(ALLOWED).some((path) => line.endsWith(` ${path}`)))).toEqual([]);
  });

  it('has every rule that is switched on by name planted', () => {
    const { linter } = JSON.parse(readFileSync(new URL('biome.json', root), 'utf8')) as { linter: { rules: Record<string, unknown> } };
    const named = Object.entries(linter.rules).flatMap(([group, rules]) =>
      typeof rules === 'string'
        ? []
        : Object.entries(rules as object).flatMap(([rule, level]) => (level === 'off' ? [] : [`${group}/${rule}`])),
    );
    expect(new Set(PLANTS.map(([rule]) => rule))).toEqual(new Set(named));
  });
});
