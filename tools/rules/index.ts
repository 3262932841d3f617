import type { Rule } from '../project.ts';
import { docsPaths } from './docs-paths.ts';
import { doorNames } from './door-names.ts';
import { errorCodesDocumented } from './error-codes-documented.ts';
import { exportsDocumented } from './exports-documented.ts';
import { fileNames } from './file-names.ts';
import { noHiddenWiring } from './no-hidden-wiring.ts';
import { noMachinePaths } from './no-machine-paths.ts';
import { noModuleMocks } from './no-module-mocks.ts';
import { noSleepInTests } from './no-sleep-in-tests.ts';
import { noSubjectStrings } from './no-subject-strings.ts';
import { noTodo } from './no-todo.ts';
import { oneWayOut } from './one-way-out.ts';
import { readmePerPackage } from './readme-per-package.ts';
import { sizes } from './sizes.ts';
import { sqlInStores } from './sql-in-stores.ts';
import { withSystem } from './with-system.ts';

/** Every rule of our own; tools/test/rules.test.ts plants a violation of each. */
export const RULES: readonly Rule[] = [
  docsPaths,
  doorNames,
  errorCodesDocumented,
  exportsDocumented,
  fileNames,
  noHiddenWiring,
  noMachinePaths,
  noModuleMocks,
  noSleepInTests,
  noSubjectStrings,
  noTodo,
  oneWayOut,
  readmePerPackage,
  sizes,
  sqlInStores,
  withSystem,
];
