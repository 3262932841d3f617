import ts from 'typescript';
import { lengthOf, lineOf, type Project, type Rule, type Violation, violationsIn } from '../project.ts';

const MAIN_LINES = 25;
const HANDLER_LINES = 30;
const DEPENDENCIES = 5;
const DOOR = /^services\/[^/]+\/src\/.*(?:\.rpc\.ts|\.job\.ts|\/on-[^/]+\.ts)$/;

/** Sizes beyond Biome's: a main that only starts, doors without rules, classes that do one thing. */
export const sizes: Rule = {
  name: 'sizes',
  check: (project) => [...longMains(project), ...longHandlers(project), ...manyDependencies(project)],
};

function longMains(project: Project): Violation[] {
  return project.matching(/^services\/[^/]+\/src\/main\.ts$/).flatMap((path) => {
    const lines = project.read(path).trimEnd().split('\n').length;
    return lines > MAIN_LINES ? [{ path, message: `${lines} lines; main.ts takes ${MAIN_LINES} at most` }] : [];
  });
}

function longHandlers(project: Project): Violation[] {
  return project.matching(DOOR).flatMap((path) =>
    violationsIn(project, path, (node) => {
      if (!ts.isMethodDeclaration(node)) return undefined;
      const lines = lengthOf(project.parse(path), node);
      return lines > HANDLER_LINES ? `${lines} lines; a door's method takes ${HANDLER_LINES} at most` : undefined;
    }),
  );
}

function manyDependencies(project: Project): Violation[] {
  return project.matching(/^services\/[^/]+\/src\/.*\.ts$/, /\.test\.ts$/).flatMap((path) => {
    const source = project.parse(path);
    return source.statements.filter(ts.isClassDeclaration).flatMap((node) => {
      const maker = node.members.find(ts.isConstructorDeclaration);
      const count = maker?.parameters.length ?? 0;
      if (!maker || count <= DEPENDENCIES) return [];
      return [{ path, line: lineOf(source, maker), message: `${count} dependencies; more than ${DEPENDENCIES} means two features` }];
    });
  });
}
