import fc from 'fast-check';
import type { JsonSchema } from './operations.js';

const place = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;

/** Stand for ids that exist, by what they are called: replaced when a request is sent, so that the same seed always makes the same requests. */
export const PLACES = {
  company_id: place(0),
  user_id: place(1),
  content_id: place(2),
  version_id: place(3),
  account_id: place(4),
  platform_account_id: place(4),
  post_id: place(5),
  client_id: place(6),
  key_id: place(7),
} as const satisfies Record<string, string>;

/** Of the admin who asks: a field for a password holds it now and then. */
export const PASSWORD = 'correct horse battery';

const LONGEST_TEXT = 60;
const MOST_ITEMS = 4;
/** One in which something may have happened, and not too long. */
const PERIOD: Readonly<Record<string, string>> = { from: '2026-11-01T00:00:00Z', to: '2026-11-20T00:00:00Z' };
const DATES = { min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true };
/** Made while nothing runs yet: the first of its kind takes a second. */
const ANY_CHARACTER = fc.string({ minLength: 1, maxLength: 1, unit: 'binary' });
/** Most of what the standard allows in an address is refused. */
const PLAIN_EMAIL = fc.stringMatching(/^[a-z]{6,12}$/).map((name) => `${name}@fuzz.example`);
const URLS = ['https://93.184.215.14/hook', 'https://93.184.215.14/hook/{id}', 'http://127.0.0.1/', 'http://[::1]/{id}'];

/** Values that fit a JSON Schema, as far as the platform's own schemas go. */
export class Values {
  readonly #named = new Map<string, fc.Arbitrary<unknown>>();

  constructor(private readonly components: Readonly<Record<string, JsonSchema>>) {}

  /** `name`: of the field or parameter, which tells ids apart. */
  of(schema: JsonSchema, name = ''): fc.Arbitrary<unknown> {
    if (typeof schema.$ref === 'string') return this.#ofName(schema.$ref.split('/').at(-1) ?? '');
    if ('const' in schema) return fc.constant(schema.const);
    if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
    const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
    if (choices) return fc.oneof(...choices.map((choice) => this.of(choice, name)));
    if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type: string) => this.of({ ...schema, type })));
    return this.#ofType(schema, name);
  }

  #ofName(name: string): fc.Arbitrary<unknown> {
    // The only one that holds itself.
    if (name === 'JsonValue') return fc.jsonValue({ maxDepth: 2 });
    const known = this.#named.get(name) ?? this.of(this.components[name] ?? {});
    this.#named.set(name, known);
    return known;
  }

  #ofType(schema: JsonSchema, name: string): fc.Arbitrary<unknown> {
    switch (schema.type) {
      case 'string':
        return text(schema, name);
      case 'integer':
        return fc.integer(bounds(schema));
      case 'number':
        return fc.double({ ...bounds(schema), noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return this.#list(schema);
      case 'object':
        return this.#object(schema);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  }

  #list(schema: JsonSchema): fc.Arbitrary<unknown> {
    const minLength = numberOr(schema.minItems, 0);
    return fc.array(this.of((schema.items ?? {}) as JsonSchema), {
      minLength,
      maxLength: Math.min(numberOr(schema.maxItems, MOST_ITEMS), minLength + MOST_ITEMS),
    });
  }

  #object(schema: JsonSchema): fc.Arbitrary<unknown> {
    const {
      properties = {},
      required = [],
      additionalProperties,
    } = schema as {
      properties?: Record<string, JsonSchema>;
      required?: string[];
      additionalProperties?: JsonSchema | boolean;
    };
    const named = fc.record(Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, this.of(inner, name)])), {
      requiredKeys: required.filter((name) => name in properties),
    });
    if (typeof additionalProperties !== 'object') return named;
    const names = this.of({ maxLength: 30, ...((schema.propertyNames ?? {}) as JsonSchema), type: 'string' }) as fc.Arbitrary<string>;
    const free = fc.dictionary(names, this.of(additionalProperties), { maxKeys: MOST_ITEMS });
    return fc.tuple(free, named).map(([some, own]) => ({ ...some, ...own }));
  }
}

function text(schema: JsonSchema, name: string): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return id(name);
  if (schema.format === 'date-time') return instant(name);
  if (schema.format === 'uri') return fc.constantFrom(...URLS);
  if (schema.format === 'email') return fc.oneof({ weight: 3, arbitrary: PLAIN_EMAIL }, { weight: 1, arbitrary: fc.emailAddress() });
  if (name.endsWith('password')) return fc.oneof(fc.constant(PASSWORD), fc.string({ minLength: 12, maxLength: LONGEST_TEXT }));
  if (typeof schema.pattern === 'string') return matching(schema.pattern);
  const minLength = numberOr(schema.minLength, 0);
  const maxLength = Math.min(numberOr(schema.maxLength, LONGEST_TEXT), minLength + LONGEST_TEXT);
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ minLength, maxLength, unit: 'grapheme-ascii' }) },
    { weight: 1, arbitrary: fc.string({ minLength, maxLength, unit: ANY_CHARACTER }) },
  );
}

function instant(name: string): fc.Arbitrary<string> {
  const any = fc.date(DATES).map((date) => date.toISOString());
  const usual = PERIOD[name];
  return usual === undefined ? any : fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: any });
}

function id(name: string): fc.Arbitrary<string> {
  const any = fc.constantFrom(...Object.values(PLACES));
  const right = name in PLACES ? fc.constant(PLACES[name as keyof typeof PLACES]) : any;
  return fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: any }, { weight: 1, arbitrary: fc.uuid() });
}

const ofPatterns = new Map<string, fc.Arbitrary<string>>();

function matching(pattern: string): fc.Arbitrary<string> {
  const known = ofPatterns.get(pattern) ?? newMatching(new RegExp(pattern, 'u'));
  ofPatterns.set(pattern, known);
  return known;
}

/**
 * Some patterns look ahead, which cannot be generated; whatever comes then is refused, which is worth a request too. For a property of Unicode
 * every character there is would be written down, which takes seconds: in these nothing goes on in this process, nor through the proxies of the
 * stores that it holds, and the platform answers that its stores are away.
 */
function newMatching(pattern: RegExp): fc.Arbitrary<string> {
  if (/\\p\{/i.test(pattern.source)) {
    const any = fc.oneof(
      fc.string({ maxLength: LONGEST_TEXT, unit: 'grapheme-ascii' }),
      fc.string({ maxLength: LONGEST_TEXT, unit: ANY_CHARACTER }),
    );
    return any.filter((text) => pattern.test(text));
  }
  try {
    return fc.stringMatching(pattern);
  } catch {
    return fc.string({ maxLength: LONGEST_TEXT });
  }
}

function bounds(schema: JsonSchema): { min: number; max: number } {
  const min = numberOr(schema.minimum ?? schema.exclusiveMinimum, -1_000);
  return { min, max: Math.max(min, numberOr(schema.maximum ?? schema.exclusiveMaximum, 1_000_000)) };
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
