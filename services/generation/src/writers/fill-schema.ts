type Schema = Readonly<Record<string, unknown>>;

/** Deep enough for any document; a schema that goes on for ever ends here and its output does not fit. */
const MAX_DEPTH = 12;
const MAX_ITEMS = 20;
/** More than any output that can be kept needs: anybody may ask with a schema that branches for ever. */
const MOST_STEPS = 200_000;
const MOST_CHARACTERS = 1_000_000;

/** What an instance is made of. */
interface Sources {
  readonly root: Schema;
  /** By the name of a property. */
  readonly told: Readonly<Record<string, unknown>>;
  /** Handed out in turn to texts that nobody named. */
  readonly sentences: readonly string[];
  next: number;
  /** What is left to be spent on all of it; where it runs out, the rest stays empty and the output does not fit. */
  steps: number;
  characters: number;
}

/**
 * An instance of a JSON Schema out of what was told: named values first, then sentences in their order, then the smallest value that the
 * schema allows. It tries; whether it fits is checked afterwards by whoever asked.
 */
export function fillSchema(schema: Schema, told: Readonly<Record<string, unknown>>, sentences: readonly string[]): unknown {
  return fill(schema, null, { root: schema, told, sentences, next: 0, steps: MOST_STEPS, characters: MOST_CHARACTERS }, 0);
}

function fill(schema: unknown, name: string | null, sources: Sources, depth: number): unknown {
  if (depth > MAX_DEPTH || typeof schema !== 'object' || schema === null || isSpent(sources)) return null;
  const resolved = resolve(schema as Schema, sources);
  if ('const' in resolved) return copied(resolved.const, sources);
  const known = name !== null && Object.hasOwn(sources.told, name) ? sources.told[name] : undefined;
  if (Array.isArray(resolved.enum)) return copied(chosen(resolved.enum, known, sources), sources);
  const type = typeOf(resolved);
  if (known !== undefined && isOf(type, known) && typeof known !== 'string') return copied(known, sources);
  if (known === undefined && 'default' in resolved) return copied(resolved.default, sources);
  switch (type) {
    case 'object':
      return object(resolved, sources, depth);
    case 'array':
      return array(resolved, name, sources, depth);
    case 'integer':
    case 'number':
      return number(resolved, type === 'integer');
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return text(resolved, typeof known === 'string' ? known : null, sources);
  }
}

function isSpent({ steps, characters }: Sources): boolean {
  return steps <= 0 || characters <= 0;
}

/** A value that stands in the output as it was given. */
function copied(value: unknown, sources: Sources): unknown {
  sources.characters -= JSON.stringify(value)?.length ?? 0;
  return value;
}

function chosen(values: readonly unknown[], known: unknown, sources: Sources): unknown {
  if (known === undefined) return values[0];
  sources.steps -= values.length;
  return values.includes(known) ? known : values[0];
}

function object(schema: Schema, sources: Sources, depth: number): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, unknown>>;
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  const names = new Set([...Object.keys(properties), ...required]);
  for (const name of names) sources.characters -= name.length;
  return Object.fromEntries([...names].map((name) => [name, fill(properties[name] ?? {}, name, sources, depth + 1)]));
}

/** As many items as there are sentences left, within what is allowed. */
function array(schema: Schema, name: string | null, sources: Sources, depth: number): unknown[] {
  const least = sizeOf(schema.minItems, 0);
  const most = Math.min(sizeOf(schema.maxItems, MAX_ITEMS), Math.max(MAX_ITEMS, least));
  const isText = typeOf(resolve((schema.items ?? {}) as Schema, sources)) === 'string';
  const left = isText ? sources.sentences.length - sources.next : 1;
  const length = Math.min(Math.max(left, least, 0), most, Math.max(sources.steps, 0));
  return Array.from({ length }, () => fill(schema.items ?? {}, name === null ? null : singular(name), sources, depth + 1));
}

function number(schema: Schema, isWhole: boolean): number {
  const step = isWhole ? 1 : 0.5;
  const least = numberOf(schema.minimum) ?? (numberOf(schema.exclusiveMinimum) ?? -step) + step;
  const most = numberOf(schema.maximum) ?? (numberOf(schema.exclusiveMaximum) ?? Number.MAX_SAFE_INTEGER) - step;
  const value = Math.min(Math.max(isWhole ? Math.ceil(least) : least, Math.min(0, most)), most);
  const of = numberOf(schema.multipleOf);
  return of && of > 0 ? Math.ceil(value / of) * of : value;
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '1970-01-01',
  time: '00:00:00Z',
  'date-time': '1970-01-01T00:00:00Z',
  email: 'nobody@example.invalid',
  uri: 'https://example.invalid/',
  uuid: '00000000-0000-0000-0000-000000000000',
};

function text(schema: Schema, known: string | null, sources: Sources): string {
  if (known === null && typeof schema.format === 'string' && schema.format in FORMATS) return FORMATS[schema.format] as string;
  const { sentences } = sources;
  const next = known ?? (sentences.length > 0 ? (sentences[sources.next++ % sentences.length] as string) : '');
  const least = Math.min(sizeOf(schema.minLength, 0), Math.max(sources.characters, 0));
  const most = sizeOf(schema.maxLength, Number.MAX_SAFE_INTEGER);
  // A character is two units of the text at most.
  const words = [...next.slice(0, 2 * most)];
  for (let at = sources.next; words.length < least && sentences.length > 0; at++) {
    for (const character of ` ${(sentences[at % sentences.length] as string).slice(0, 2 * least)}`) words.push(character);
  }
  sources.characters -= words.length;
  return words.slice(0, most).join('');
}

function typeOf(schema: Schema): string {
  const { type } = schema;
  if (Array.isArray(type)) return String(type.find((one) => one !== 'null') ?? 'null');
  if (typeof type === 'string') return type;
  if ('properties' in schema || 'required' in schema) return 'object';
  return 'items' in schema ? 'array' : 'string';
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type && value !== null;
}

/** The schema that a local reference, or the first of several, leads to, with what stands beside it. */
function resolve(schema: Schema, sources: Sources): Schema {
  let found = schema;
  for (let step = 0; step < MAX_DEPTH; step++) {
    if (isSpent(sources)) return {};
    sources.steps -= 1 + Object.keys(found).length;
    const { $ref, anyOf, oneOf, allOf, ...rest } = found;
    if (typeof $ref === 'string') found = { ...rest, ...pointed($ref, sources) };
    else if (Array.isArray(allOf)) found = all(rest, allOf as Schema[], sources);
    else if (Array.isArray(anyOf ?? oneOf)) found = { ...rest, ...((anyOf ?? oneOf) as Schema[])[0] };
    else return found;
  }
  return found;
}

/** Schemas that hold together, with the fields and demands of each. */
function all(first: Schema, others: readonly Schema[], sources: Sources): Schema {
  const merged: Record<string, unknown> = { ...first };
  const properties: Record<string, unknown> = { ...(first.properties as object) };
  const required = [...((first.required as string[]) ?? [])];
  for (const other of others) {
    const demands = (other.required as string[]) ?? [];
    sources.steps -= 1 + Object.keys(other).length + Object.keys((other.properties as object) ?? {}).length + demands.length;
    Object.assign(merged, other);
    Object.assign(properties, other.properties);
    for (const name of demands) required.push(name);
  }
  return Object.keys(properties).length + required.length > 0 ? { ...merged, properties, required } : merged;
}

function pointed(reference: string, sources: Sources): Schema {
  if (!reference.startsWith('#')) return {};
  const steps = reference.slice(1).split('/').slice(1);
  sources.steps -= steps.length;
  const named = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = named.reduce<unknown>((at, step) => (at as Schema | undefined)?.[step], sources.root);
  return typeof found === 'object' && found !== null ? (found as Schema) : {};
}

function singular(name: string): string {
  return name.replace(/s$/, '');
}

function sizeOf(value: unknown, otherwise: number): number {
  return Number.isInteger(value) && (value as number) >= 0 ? (value as number) : otherwise;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
