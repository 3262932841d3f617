import ts from 'typescript';
import { type Rule, violationsIn } from '../project.ts';

const CLIENTS = /^['"](?:undici|axios|got|ky|node-fetch|superagent)['"]$/;

/** A service calls a URL through libs/outgoing only: one that a user gave could lead into the own network. */
export const oneWayOut: Rule = {
  name: 'one-way-out',
  check: (project) =>
    project.matching(/^services\/[^/]+\/src\/.*\.ts$/, /\.test\.ts$/).flatMap((path) =>
      violationsIn(project, path, (node) => {
        if (ts.isImportDeclaration(node) && CLIENTS.test(node.moduleSpecifier.getText())) return 'goes out past libs/outgoing';
        const isFetch = ts.isCallExpression(node) && /^(?:globalThis\.)?fetch$/.test(node.expression.getText());
        return isFetch ? 'fetch() goes out past libs/outgoing' : undefined;
      }),
    ),
};
