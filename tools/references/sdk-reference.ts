import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

type Json = Readonly<Record<string, unknown>>;
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}
type Media = Readonly<Record<string, { readonly schema: Schema; readonly 'x-event-schema'?: Schema; readonly 'x-line-schema'?: Schema }>>;
interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Media };
  readonly responses: Readonly<Record<string, { readonly content?: Media }>>;
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Json };
}

type Kind = 'json' | 'list' | 'download' | 'stream' | 'ingest';
interface Method {
  readonly id: string;
  /** `content.create`, `platformAccount.connect`, `operator.content.deadLetter.list`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly kind: Kind;
  readonly operation: OpenApiOperation;
  readonly output: Schema;
}

const HEAD = '// Written by `pnpm generate` from docs/reference/openapi.json.\n';
/** Entities of two services with one name: what the second is called in the client. */
const NAMED_APART: Readonly<Record<string, string>> = { 'embeddings.content': 'content-index', 'embeddings.settings': 'embedder-settings' };
const FOLDER = 'libs/sdk/src/generated';

/** The typed part of the client, out of the OpenAPI document. Fails where two operations of it would have one name. */
export async function sdkReferences(document: OpenApi): Promise<Record<string, string>> {
  const methods = methodsOf(document);
  const types = await openapiTS(typedPart(document, methods) as never, { defaultNonNullable: false });
  return {
    [`${FOLDER}/schema.ts`]: HEAD + astToString(hoisted(types)).replaceAll('components["schemas"]', 'Schemas'),
    [`${FOLDER}/operations.ts`]: HEAD + operationsTable(methods),
    [`${FOLDER}/methods.ts`]: HEAD + methodsInterface(methods),
    [`${FOLDER}/described.ts`]: HEAD + describedTable(methods),
  };
}

/**
 * The operations and the schemas that they name, each as a type of its own: Biome counts the types of one huge literal many times over, and
 * gives up. By path nobody looks them up.
 */
function hoisted(nodes: readonly ts.Node[]): ts.Node[] {
  const own: ts.Node[] = [];
  const hoist = (members: readonly ts.TypeElement[], prefix: string) =>
    members.map((member) => {
      if (!ts.isPropertySignature(member) || !member.type) return member;
      const alias = `${prefix}${(member.name as ts.Identifier | ts.StringLiteral).text.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
      own.push(ts.factory.createTypeAliasDeclaration(undefined, alias, undefined, member.type));
      return ts.factory.createPropertySignature(member.modifiers, member.name, undefined, ts.factory.createTypeReferenceNode(alias));
    });
  const exported = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const table = (name: string, members: readonly ts.TypeElement[]) =>
    ts.factory.createInterfaceDeclaration(exported, name, undefined, undefined, members);
  for (const node of nodes.filter(ts.isInterfaceDeclaration)) {
    if (node.name.text === 'operations') own.push(table('operations', hoist(node.members, 'Of')));
    if (node.name.text !== 'components') continue;
    const schemas = node.members.filter(ts.isPropertySignature).find(({ name }) => (name as ts.Identifier).text === 'schemas');
    if (schemas?.type && ts.isTypeLiteralNode(schemas.type)) own.push(table('Schemas', hoist(schemas.type.members, 'A')));
  }
  return own;
}

function methodsOf({ paths }: OpenApi): Method[] {
  const methods = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Method => {
      const [media = {}] = Object.entries(operation.responses).flatMap(([status, { content }]) =>
        status.startsWith('2') ? [content] : [],
      );
      const [answer] = Object.values(media);
      const output = answer?.['x-event-schema'] ?? answer?.['x-line-schema'] ?? answer?.schema ?? {};
      const kind = kindOf(operation, media);
      return { id: operation.operationId, name: nameOf(operation), method: method.toUpperCase(), path, kind, operation, output };
    }),
  );
  const names = methods.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`the client would have two methods ${twice}: name one of their entities apart`);
  return methods.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function kindOf({ parameters = [], requestBody }: OpenApiOperation, media: Media): Kind {
  if ('text/event-stream' in media) return 'stream';
  if ('application/x-ndjson' in media) return 'download';
  if ('application/x-ndjson' in (requestBody?.content ?? {})) return 'ingest';
  return parameters.some(({ name, in: place }) => name === 'cursor' && place === 'query') ? 'list' : 'json';
}

function nameOf({ operationId, security }: OpenApiOperation): string {
  const [owner, subject, verb] = operationId.split('.').map(camel) as [string, string, string];
  const entity = camel(NAMED_APART[`${owner}.${subject}`] ?? subject);
  return security.some((scheme) => 'operatorKey' in scheme) ? `operator.${owner}.${entity}.${verb}` : `${entity}.${verb}`;
}

function camel(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The document without what the types do not speak of: headers, refusals, examples; answers of any kind as JSON of what is told. */
function typedPart({ components }: OpenApi, methods: readonly Method[]): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { path, method, operation, output } of methods) {
    const { operationId, summary, parameters = [], requestBody } = operation;
    const body = requestBody?.content['application/json']?.schema;
    paths[path] ??= {};
    (paths[path] as Record<string, unknown>)[method.toLowerCase()] = {
      operationId,
      summary,
      parameters: parameters.filter((parameter) => parameter.in !== 'header').map(({ schema, ...rest }) => ({ ...rest, schema })),
      ...(body && { requestBody: { required: requestBody.required, content: { 'application/json': { schema: body } } } }),
      responses: { 200: { description: summary, content: { 'application/json': { schema: output } } } },
    };
  }
  // Any JSON: written out, a type that names itself by its path is refused.
  const schemas = { ...components.schemas, JsonValue: {} };
  return { openapi: '3.1.0', info: { title: 'SmartContent', version: '0' }, paths, components: { schemas } };
}

function operationsTable(methods: readonly Method[]): string {
  const rows = methods.map(({ id, name, method, path, kind, operation }) => {
    const takesKey = operation.parameters?.some((parameter) => parameter.name === 'Idempotency-Key') ?? false;
    const isSafeTwice = method !== 'POST' || name.startsWith('operator.');
    const row = [`name: '${name}'`, `method: '${method}'`, `path: '${path}'`, `kind: '${kind}'`];
    if (takesKey) row.push('takesKey: true');
    if (isSafeTwice) row.push('isSafeTwice: true');
    if (operation.security.length === 0) row.push('isOpen: true');
    return `  '${id}': { ${row.join(', ')} },\n`;
  });
  return `import type { Operation } from '../operation.js';\n\nexport const OPERATIONS = {\n${rows.join('')}} as const satisfies Record<string, Operation>;\n`;
}

const CALLS: Readonly<Record<Kind, string>> = { json: 'Call', list: 'List', download: 'Download', stream: 'Stream', ingest: 'Ingest' };

function methodsInterface(methods: readonly Method[]): string {
  const used = [...new Set(methods.map(({ kind }) => CALLS[kind]))].sort();
  const lines: string[] = [];
  let open: readonly string[] = [];
  for (const { id, name, kind, method, path, operation } of methods) {
    const folders = name.split('.').slice(0, -1);
    const shared = folders.findIndex((folder, index) => open[index] !== folder);
    const common = shared === -1 ? Math.min(folders.length, open.length) : shared;
    for (let depth = open.length; depth > common; depth--) lines.push(`${'  '.repeat(depth)}};`);
    for (let depth = common; depth < folders.length; depth++) lines.push(`${'  '.repeat(depth + 1)}readonly ${folders[depth]}: {`);
    open = folders;
    const indent = '  '.repeat(folders.length + 1);
    lines.push(
      `${indent}/** ${operation.summary}. ${method} ${path} */`,
      `${indent}readonly ${name.split('.').at(-1)}: ${CALLS[kind]}<'${id}'>;`,
    );
  }
  for (let depth = open.length; depth > 0; depth--) lines.push(`${'  '.repeat(depth)}};`);
  return `import type { ${used.join(', ')} } from '../calls.js';\n\n/** One method for each operation, by entity and verb. */\nexport interface Methods {\n${lines.join('\n')}\n}\n`;
}

/** What a command line has to know to read an operation's input from words. */
function describedTable(methods: readonly Method[]): string {
  const rows = methods.map(({ id, operation }) => {
    const { summary, parameters = [], requestBody } = operation;
    const body = requestBody?.content['application/json']?.schema;
    const given = parameters.filter((parameter) => parameter.in !== 'header');
    const inBody = Object.entries(body?.properties ?? {}).map(([name, schema]) =>
      field(name, schema, body?.required?.includes(name) ?? false),
    );
    const fields = [
      ...given.map(({ name, schema, required, description }) => field(name, { description, ...typedOf(schema) }, required)),
      ...inBody,
    ];
    return `  '${id}': { summary: ${JSON.stringify(summary)}, fields: {${fields.map((line) => `\n    ${line},`).join('')}${fields.length > 0 ? '\n  ' : ''}} },\n`;
  });
  return `import type { Described } from '../fields.js';\n\nexport const DESCRIBED: Readonly<Record<string, Described>> = {\n${rows.join('')}};\n`;
}

function field(name: string, schema: Schema, isNeeded: boolean): string {
  const values = enumOf(schema);
  const parts = [
    `isText: ${isText(schema)}`,
    ...(isNeeded ? ['isNeeded: true'] : []),
    ...(values ? [`values: ${JSON.stringify(values)}`] : []),
    ...(schema.type && schema.type !== 'string' ? [`type: '${schema.type}'`] : []),
    ...(schema.description ? [`description: ${JSON.stringify(schema.description)}`] : []),
  ];
  return `${JSON.stringify(name)}: { ${parts.join(', ')} }`;
}

/** Several values in a query are one text, with commas. */
function typedOf(schema: Schema): Schema {
  return schema.type === 'array' ? { type: 'string', description: schema.description, enum: schema.items && enumOf(schema.items) } : schema;
}

function isText(schema: Schema): boolean {
  return schema.type === 'string' || schema.enum !== undefined || (schema.anyOf?.some(isText) ?? false);
}

function enumOf(schema: Schema): readonly unknown[] | undefined {
  return schema.enum ?? schema.anyOf?.find((one) => one.enum)?.enum;
}
