import ts from 'typescript';
import { type Rule, violationsIn } from '../project.ts';

const SLEEPERS = new Set(['setTimeout', 'setInterval', 'sleep', 'delay']);

/** A test that sleeps is slow when it passes and flaky when it does not: wait with eventually() or drained(). */
export const noSleepInTests: Rule = {
  name: 'no-sleep-in-tests',
  check: (project) =>
    project
      .matching(
        /\.(?:test|fixture)\.ts$|^(?:services|libs)\/[^/]+\/test\/|^test\//,
        /^test\/load\/|^test\/(?:chaos|fuzz)\/(?!.*\.test\.ts$)/,
      )
      .flatMap((path) =>
        !path.endsWith('.ts')
          ? []
          : violationsIn(project, path, (node) => {
              if (ts.isImportDeclaration(node) && /timers/.test(node.moduleSpecifier.getText())) return 'imports timers';
              if (!ts.isCallExpression(node)) return undefined;
              const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
              const name = callee.getText();
              return SLEEPERS.has(name) ? `${name}() sleeps; wait with eventually() or drained()` : undefined;
            }),
      ),
};
