import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const json = process.env.VITEST_JSON;

const PLATFORM_TESTS = join(import.meta.dirname, 'test/');

/** Whole platforms first: their files are short and take long, so that by size they would run last, with a core that waits for them. */
class PlatformsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isPlatform = ({ moduleId }: TestSpecification) => moduleId.startsWith(PLATFORM_TESTS);
    return [...sorted.filter(isPlatform), ...sorted.filter((file) => !isPlatform(file))];
  }
}

/** Tests run from source: packages of the workspace resolve through their `development` condition. */
export default defineConfig({
  ssr: { resolve: { conditions: ['development', 'node'] } },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    include: ['{libs,services}/*/{src,test}/**/*.test.ts', '{test,tools,demo,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./libs/testing/src/global-setup.ts'],
    setupFiles: ['./libs/testing/src/shared-process.ts'],
    pool: 'forks',
    // The files of a worker share its process: loading and warming the same modules for each anew took more than half of their time.
    isolate: false,
    // One more than the two cores that there are at least: a third of the time of a run, tests wait.
    maxWorkers: 3,
    sequence: { sequencer: PlatformsFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: json ? ['default', ['json', { outputFile: json }]] : ['default'],
  },
});
