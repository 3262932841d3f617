import { asJson, breaks, type Json, note, type OperationChange, quoted } from './change.ts';
import { operationChanges } from './operation-changes.ts';
import type { Components } from './schema-kinds.ts';

/** An OpenAPI 3.1 document as `buildOpenApi` makes it: parameters, bodies and answers stand where they belong, only schemas and headers are referred to. */
export type OpenApi = Json;

/** Everything that a client can see differ between two documents, in their order. */
export function documentChanges(before: OpenApi, after: OpenApi): OperationChange[] {
  const [olds, news] = [operationsOf(before), operationsOf(after)];
  const documents = { before: schemasOf(before), after: schemasOf(after) };
  const ofOperations = [...olds].flatMap(([operation, old]) => {
    const now = news.get(operation);
    if (!now) return [{ operation, ...breaks('operation-removed', 'the operation') }];
    return unique(operationChanges(old, now, documents)).map((change) => ({ operation, ...change }));
  });
  const added = [...news.keys()].filter((operation) => !olds.has(operation));
  return [
    ...codeMoves(before, after),
    ...added.map((operation) => ({ operation, ...note(NEW, String(asJson(news.get(operation)).summary)) })),
    ...ofOperations,
  ];
}

/** How the change begins that says an operation is new. */
export const NEW = 'New:';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'];

function operationsOf(document: OpenApi): Map<string, Json> {
  const entries = Object.entries(asJson(document.paths)).flatMap(([path, methods]) =>
    Object.entries(asJson(methods))
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]): [string, Json] => [`${method.toUpperCase()} ${path}`, asJson(operation)]),
  );
  return new Map(entries);
}

function schemasOf(document: OpenApi): Components {
  return asJson(asJson(document.components).schemas) as Components;
}

/** A code has one status wherever it is met. */
function codeMoves(before: OpenApi, after: OpenApi): OperationChange[] {
  const statuses = (document: OpenApi) =>
    new Map(
      Object.entries(asJson(asJson(document.components).examples)).map(([code, example]) => [code, asJson(asJson(example).value).status]),
    );
  const news = statuses(after);
  return [...statuses(before)]
    .filter(([code, status]) => news.has(code) && news.get(code) !== status)
    .map(([code, status]) => ({
      operation: 'every',
      ...breaks('code-moved', `refusal ${quoted([code])}`, `${status} → ${news.get(code)}`),
    }));
}

function unique<T extends { readonly text: string }>(changes: readonly T[]): T[] {
  return [...new Map(changes.map((change) => [change.text, change])).values()];
}
