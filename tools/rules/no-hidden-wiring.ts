import ts from 'typescript';
import { type Rule, violationsIn } from '../project.ts';

const MODULES = /^['"](?:@nestjs\/(?:event-emitter|cqrs|schedule|bull)|eventemitter[23]|node:events|events)['"]$/;

/** Flows that no file shows: in-process emitters, command buses, circular injection. Events go over NATS, the rest is a call. */
export const noHiddenWiring: Rule = {
  name: 'no-hidden-wiring',
  check: (project) =>
    project.matching(/^services\/[^/]+\/src\/.*\.ts$/).flatMap((path) =>
      violationsIn(project, path, (node) => {
        if (ts.isImportDeclaration(node) && MODULES.test(node.moduleSpecifier.getText()))
          return `imports ${node.moduleSpecifier.getText()}`;
        return ts.isCallExpression(node) && node.expression.getText() === 'forwardRef' ? 'forwardRef() hides a cycle' : undefined;
      }),
    ),
};
