/** JSON Schema as the OpenAPI document holds it. */
export type JsonSchema = { readonly [key: string]: unknown };

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
}

interface Content {
  readonly schema: JsonSchema;
  readonly examples?: Readonly<Record<string, unknown>>;
}

/** What one status of an operation may hold, by media type. */
export type AnswerContents = Readonly<Record<string, Content>>;

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

interface RawOperation {
  readonly parameters?: readonly Parameter[];
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content?: AnswerContents }>>;
}

/** One route with one method, as the document tells it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly bodySchema: JsonSchema | null;
  readonly answers: Readonly<Record<string, { readonly content?: AnswerContents }>>;
  /** Whose credential opens it. */
  readonly audience: 'everybody' | 'company' | 'operator';
}

/** Every route of the document. */
export function operationsOf({ paths }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]): Operation => {
      const upper = method.toUpperCase();
      return {
        method: upper,
        path,
        name: `${upper} ${path}`,
        parameters: raw.parameters ?? [],
        bodySchema: raw.requestBody?.content['application/json']?.schema ?? null,
        answers: raw.responses,
        audience: audienceOf(raw),
      };
    }),
  );
}

function audienceOf({ security }: RawOperation): Operation['audience'] {
  if (security.length === 0) return 'everybody';
  return security.some((scheme) => 'operatorKey' in scheme) ? 'operator' : 'company';
}
