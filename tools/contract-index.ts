import ts from 'typescript';
import type { Project } from './project.ts';

export interface ContractName {
  readonly kind: 'request' | 'event';
  readonly subject: string;
}

/** Exported contracts of libs/contracts by their name, read from the source, so that rules need no build. */
export function indexContracts(project: Project): ReadonlyMap<string, ContractName> {
  const index = new Map<string, ContractName>();
  for (const path of project.matching(/^libs\/contracts\/src\/.+\.ts$/, /\.test\.ts$/)) {
    for (const statement of project.parse(path).statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name, initializer } of statement.declarationList.declarations) {
        const contract = initializer && contractOf(initializer);
        if (contract) index.set(name.getText(), contract);
      }
    }
  }
  return index;
}

function contractOf(node: ts.Expression): ContractName | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const kind = { defineRequest: 'request', defineEvent: 'event' }[node.expression.getText()] as ContractName['kind'] | undefined;
  const spec = node.arguments[0];
  if (!kind || !spec || !ts.isObjectLiteralExpression(spec)) return undefined;
  const subject = spec.properties.find((property) => property.name?.getText() === 'subject');
  const value = subject && ts.isPropertyAssignment(subject) ? subject.initializer : undefined;
  return value && ts.isStringLiteral(value) ? { kind, subject: value.text } : undefined;
}
