import { posix } from 'node:path';
import ts from 'typescript';
import { lineOf, type Project, type Rule } from '../project.ts';

/** A function or class that a lib exports says what it promises: shapes, units, errors. */
export const exportsDocumented: Rule = {
  name: 'exports-documented',
  check: (project) =>
    project
      .matching(/^libs\/[^/]+\/src\/index\.ts$/)
      .flatMap((index) => reexports(project, index))
      .flatMap(({ path, isExported }) => {
        const source = project.parse(path);
        return source.statements
          .filter((node) => ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node))
          .filter(
            (node) =>
              node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) && isExported(node.name?.text ?? ''),
          )
          .filter((node) => ts.getJSDocCommentsAndTags(node).length === 0)
          .map((node) => ({ path, line: lineOf(source, node), message: `${node.name?.text} is exported without a doc comment` }));
      }),
};

interface Reexport {
  readonly path: string;
  readonly isExported: (name: string) => boolean;
}

/** The files that an index passes on, with the names it passes on. */
function reexports(project: Project, index: string): Reexport[] {
  return project
    .parse(index)
    .statements.filter(ts.isExportDeclaration)
    .flatMap((node) => {
      const specifier = node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : '';
      const path = posix.join(posix.dirname(index), specifier).replace(/\.js$/, '.ts');
      if (!specifier.startsWith('.') || !project.has(path)) return [];
      const clause = node.exportClause;
      const names =
        clause && ts.isNamedExports(clause) ? clause.elements.map((element) => (element.propertyName ?? element.name).text) : null;
      return [{ path, isExported: (name: string) => names === null || names.includes(name) }];
    });
}
