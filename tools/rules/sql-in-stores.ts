import ts from 'typescript';
import { type Rule, violationsIn } from '../project.ts';

const SQL = /^\s*(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s+[\w."]+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s|CREATE\s|ALTER\s+TABLE\s)/;

/** All SQL of a feature stands in its store (or view), so that one file answers for its queries and their indexes. */
export const sqlInStores: Rule = {
  name: 'sql-in-stores',
  check: (project) =>
    project
      .matching(/^services\/[^/]+\/src\/.*\.ts$/, /\.(?:store|view|entity|test)\.ts$|\/migrations\//)
      .flatMap((path) =>
        violationsIn(project, path, (node) =>
          (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && SQL.test(node.text) ? 'SQL outside a store or view' : undefined,
        ),
      ),
};
