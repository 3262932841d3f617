import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

type Command = readonly [program: string, ...args: string[]];

const TYPESCRIPT = 'node_modules/typescript7/bin/tsc';

/** In this order: the cheap ones first, so that a mistake is told within seconds. Tests take libraries from source, processes from dist. */
const STEPS: Readonly<Record<string, readonly Command[]>> = {
  format: [['biome', 'format', '.']],
  lint: [
    ['biome', 'check', '--formatter-enabled=false', '--error-on-warnings', '.'],
    ['node', 'tools/check-rules.ts'],
  ],
  types: [
    ['node', TYPESCRIPT, '-b', 'tsconfig.build.json'],
    ['node', TYPESCRIPT, '-p', 'tsconfig.check.json'],
  ],
  'dependency-rules': [['node', 'tools/check-dependencies.ts']],
  'dead-code': [['knip', '--no-progress', '--no-config-hints']],
  'released-api': [['node', 'tools/check-api.ts']],
  tests: [['vitest', 'run']],
  'generated-files': [['node', 'tools/generate.ts', '--check']],
};

/** Each test file is a process of its own: what one has compiled of a package, the next two hundred need not. */
const NODE_COMPILE_CACHE = join(process.cwd(), 'node_modules/.cache/compiled');
const PATH = `${join(process.cwd(), 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`;

/** `pnpm verify` runs every step, `pnpm verify lint types` those named; the first that fails ends it. */
function verify(wanted: readonly string[]): number {
  const unknown = wanted.find((name) => !(name in STEPS));
  if (unknown) {
    console.error(`verify: there is no step ${unknown}; there are ${Object.keys(STEPS).join(', ')}`);
    return 2;
  }
  const startedAt = performance.now();
  for (const [name, commands] of Object.entries(STEPS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const failure = runStep(name, commands);
    if (failure) {
      console.error(`\n✗ verify stopped at ${name}: ${failure}`);
      return 1;
    }
  }
  console.log(`\n✓ verify: everything holds (${seconds(startedAt)})`);
  return 0;
}

function runStep(name: string, commands: readonly Command[]): string | undefined {
  const startedAt = performance.now();
  console.log(`\n▸ ${name}`);
  for (const [program, ...args] of commands) {
    const { status, signal, error } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, PATH, NODE_COMPILE_CACHE } });
    if (status !== 0) return `\`${[program, ...args].join(' ')}\` ended with ${error?.message ?? signal ?? status} (${seconds(startedAt)})`;
  }
  console.log(`✓ ${name} (${seconds(startedAt)})`);
  return undefined;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

process.exitCode = verify(process.argv.slice(2));
