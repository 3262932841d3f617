import ts from 'typescript';
import { type ContractName, indexContracts } from '../contract-index.ts';
import { type Rule, violationsIn } from '../project.ts';

/** Who reads a contract finds its handler by name: requests in `*.rpc.ts`, each event in its own `on-<entity>-<past>.ts`, batches in `on-<owner>-events.ts`. */
export const doorNames: Rule = {
  name: 'door-names',
  check: (project) => {
    const contracts = indexContracts(project);
    return project.matching(/^services\/[^/]+\/src\/.*\.ts$/, /\.test\.ts$/).flatMap((path) =>
      violationsIn(project, path, (node) => {
        if (!ts.isDecorator(node) || !ts.isCallExpression(node.expression)) return undefined;
        const decorator = node.expression.expression.getText();
        if (decorator !== 'Handles' && decorator !== 'HandlesBatch') return undefined;
        for (const argument of node.expression.arguments) {
          const name = argument.getText();
          const contract = contracts.get(name);
          if (!contract) return `@${decorator}(${name}) does not take a contract of libs/contracts`;
          const fault = decorator === 'Handles' ? wrongDoor(path, node, name, contract) : wrongBatchDoor(path, node, name, contract);
          if (fault) return fault;
        }
        return undefined;
      }),
    );
  },
};

function wrongDoor(path: string, decorator: ts.Decorator, name: string, { kind, subject }: ContractName): string | undefined {
  if (kind === 'request') return path.endsWith('.rpc.ts') ? undefined : `handles the request ${name}: belongs in a .rpc.ts`;
  const [entity, past] = subject.split('.').slice(2, 4);
  return wrongEventDoor(path, decorator, subject, `on-${entity}-${past}`);
}

function wrongBatchDoor(path: string, decorator: ts.Decorator, name: string, { kind, subject }: ContractName): string | undefined {
  if (kind === 'request') return `@HandlesBatch(${name}) takes events only`;
  return wrongEventDoor(path, decorator, subject, `on-${subject.split('.')[1]}-events`);
}

function wrongEventDoor(path: string, decorator: ts.Decorator, subject: string, expected: string): string | undefined {
  if (path.split('/').at(-1) !== `${expected}.ts`) return `handles ${subject}: belongs in ${expected}.ts`;
  const className = expected.replaceAll(/(?:^|-)([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  const method = decorator.parent as ts.MethodDeclaration;
  const owner = method.parent as ts.ClassDeclaration;
  const actual = `${owner.name?.text}.${method.name.getText()}`;
  return actual === `${className}.handle` ? undefined : `${actual}() should be ${className}.handle()`;
}
