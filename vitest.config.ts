import { defineConfig } from 'vitest/config';

const json = process.env.VITEST_JSON;

/** Tests run from source: packages of the workspace resolve through their `development` condition. */
export default defineConfig({
  ssr: { resolve: { conditions: ['development', 'node'] } },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    include: ['{libs,services}/*/{src,test}/**/*.test.ts', '{test,tools,demo,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./libs/testing/src/global-setup.ts'],
    pool: 'forks',
    // One more than the two cores that there are at least: a third of the time of a run, tests wait.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: json ? ['default', ['json', { outputFile: json }]] : ['default'],
  },
});
