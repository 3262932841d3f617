import ts from 'typescript';
import { type Rule, violationsIn } from '../project.ts';

const MOCKERS = new Set(['mock', 'doMock', 'unmock', 'doUnmock', 'importMock', 'hoisted']);

/** A mocked module proves nothing about the real one: hand in a fake by constructor or use the real thing. */
export const noModuleMocks: Rule = {
  name: 'no-module-mocks',
  check: (project) =>
    project.matching(/\.(ts|mjs|js)$/).flatMap((path) =>
      violationsIn(project, path, (node) => {
        if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
        const { expression, name } = node.expression;
        const isRunner = ts.isIdentifier(expression) && ['vi', 'vitest', 'jest'].includes(expression.text);
        return isRunner && MOCKERS.has(name.text) ? `${expression.text}.${name.text}() replaces a module` : undefined;
      }),
    ),
};
