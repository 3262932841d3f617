import ts from 'typescript';
import { indexContracts } from '../contract-index.ts';
import { type Rule, violationsIn } from '../project.ts';

/** Who reads a contract finds its handler by name: requests in `*.rpc.ts`, each event in its own `on-<entity>-<past>.ts`. */
export const doorNames: Rule = {
  name: 'door-names',
  check: (project) => {
    const contracts = indexContracts(project);
    return project.matching(/^services\/[^/]+\/src\/.*\.ts$/, /\.test\.ts$/).flatMap((path) =>
      violationsIn(project, path, (node) => {
        if (!ts.isDecorator(node) || !ts.isCallExpression(node.expression)) return undefined;
        if (node.expression.expression.getText() !== 'Handles') return undefined;
        const name = node.expression.arguments[0]?.getText() ?? '';
        const contract = contracts.get(name);
        if (!contract) return `@Handles(${name}) does not take a contract of libs/contracts`;
        if (contract.kind === 'request') return path.endsWith('.rpc.ts') ? undefined : `handles the request ${name}: belongs in a .rpc.ts`;
        return wrongEventDoor(path, node, contract.subject);
      }),
    );
  },
};

function wrongEventDoor(path: string, decorator: ts.Decorator, subject: string): string | undefined {
  const [entity, past] = subject.split('.').slice(2, 4);
  const expected = `on-${entity}-${past}`;
  if (path.split('/').at(-1) !== `${expected}.ts`) return `handles ${subject}: belongs in ${expected}.ts`;
  const className = expected.replaceAll(/(?:^|-)([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  const method = decorator.parent as ts.MethodDeclaration;
  const owner = method.parent as ts.ClassDeclaration;
  const actual = `${owner.name?.text}.${method.name.getText()}`;
  return actual === `${className}.handle` ? undefined : `${actual}() should be ${className}.handle()`;
}
