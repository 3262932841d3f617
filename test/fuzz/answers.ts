import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema, OpenApi, Operation } from './operations.js';

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
}

/** Answered before there is an operation to speak of: the target is too long to be one. */
const OF_THE_ROAD = new Set(['GATEWAY_ROUTE_NOT_FOUND', 'GATEWAY_HEAD_TOO_LARGE']);

/** Holds answers against the document. */
export class AnswerCheck {
  readonly #whole: Ajv2020;
  readonly #sparse: Ajv2020;

  constructor({ components }: OpenApi) {
    this.#whole = validator(components);
    this.#sparse = validator(withoutRequired(components));
  }

  /** What is wrong with the answer, in words that do not depend on the request; null where nothing is. `isSparse`: it was asked for some fields alone. */
  wrongOf(operation: Operation, answer: Answer, isSparse = false): string | null {
    const { status, mediaType, text } = answer;
    if (status >= 500) return `answered ${status}: ${codeIn(text)}`;
    if (mediaType === 'application/problem+json' && OF_THE_ROAD.has(codeIn(text))) return null;
    const documented = operation.answers[status];
    if (!documented) return `answered ${status} (${codeIn(text)}), which is not documented`;
    if (status === 204) return text === '' ? null : 'answered 204 with a body';
    const content = documented.content?.[mediaType];
    if (!content) return `answered ${status} as ${mediaType || 'nothing'}, which is not documented`;
    if (mediaType === 'text/event-stream') return null;
    const lineSchema = (content as { 'x-line-schema'?: JsonSchema })['x-line-schema'];
    if (lineSchema) return this.#wrongOfLines(lineSchema, text);
    const wrong = this.#misfit(content.schema, text, isSparse && status < 300);
    if (wrong) return `answered ${status} with what does not fit its schema: ${wrong}`;
    if (content.examples && !(codeIn(text) in content.examples)) return `answered ${status} ${codeIn(text)}, a code that is not documented`;
    return null;
  }

  #wrongOfLines(schema: JsonSchema, text: string): string | null {
    for (const line of text.split('\n').filter(Boolean)) {
      const wrong = this.#misfit(schema, line);
      if (wrong) return `answered a line that does not fit its schema: ${wrong}`;
    }
    return null;
  }

  #misfit(schema: JsonSchema, text: string, isSparse = false): string | null {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'it is not JSON';
    }
    const ajv = isSparse ? this.#sparse : this.#whole;
    const validate = ajv.compile(isSparse ? withoutRequired(absolute(schema)) : absolute(schema));
    return validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: 'answer' });
  }
}

function validator(components: OpenApi['components']): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  // The package is CommonJS: its function is what a namespace import calls `default`.
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  return ajv.addSchema({ $id: 'openapi.json', components });
}

const sparseSchemas = new WeakMap<object, unknown>();

/** As it is where `fields` may leave out what it wants, and several members of a union so fit. */
function withoutRequired<T extends object>(schema: T): T {
  const known = sparseSchemas.get(schema);
  if (known) return known as T;
  const text = JSON.stringify(schema, (key, value) => (key === 'required' && Array.isArray(value) ? undefined : value));
  const made = JSON.parse(text.replaceAll('"oneOf":', '"anyOf":')) as T;
  sparseSchemas.set(schema, made);
  return made;
}

const absoluteSchemas = new WeakMap<JsonSchema, JsonSchema>();

/** References of the document's own point into the part of it that the validator knows; the same object each time, since it is compiled once. */
function absolute(schema: JsonSchema): JsonSchema {
  const known = absoluteSchemas.get(schema);
  if (known) return known;
  const made = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi.json#/components/')) as JsonSchema;
  absoluteSchemas.set(schema, made);
  return made;
}

/** The code of a problem; words where it is none. */
export function codeIn(text: string): string {
  try {
    return String((JSON.parse(text) as { code?: unknown }).code);
  } catch {
    return 'no problem';
  }
}
