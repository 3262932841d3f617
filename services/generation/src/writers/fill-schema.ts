type Schema = Readonly<Record<string, unknown>>;

/** Deep enough for any document; a schema that goes on for ever ends here and its output does not fit. */
const MAX_DEPTH = 12;
const MAX_ITEMS = 20;

/** What an instance is made of. */
interface Sources {
  readonly root: Schema;
  /** By the name of a property. */
  readonly told: Readonly<Record<string, unknown>>;
  /** Handed out in turn to texts that nobody named. */
  readonly sentences: readonly string[];
  next: number;
}

/**
 * An instance of a JSON Schema out of what was told: named values first, then sentences in their order, then the smallest value that the
 * schema allows. It tries; whether it fits is checked afterwards by whoever asked.
 */
export function fillSchema(schema: Schema, told: Readonly<Record<string, unknown>>, sentences: readonly string[]): unknown {
  return fill(schema, null, { root: schema, told, sentences, next: 0 }, 0);
}

function fill(schema: unknown, name: string | null, sources: Sources, depth: number): unknown {
  if (depth > MAX_DEPTH || typeof schema !== 'object' || schema === null) return null;
  const resolved = resolve(schema as Schema, sources.root);
  if ('const' in resolved) return resolved.const;
  const known = name !== null && Object.hasOwn(sources.told, name) ? sources.told[name] : undefined;
  if (Array.isArray(resolved.enum)) return resolved.enum.includes(known) ? known : resolved.enum[0];
  const type = typeOf(resolved);
  if (known !== undefined && isOf(type, known) && typeof known !== 'string') return known;
  if (known === undefined && 'default' in resolved) return resolved.default;
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

function object(schema: Schema, sources: Sources, depth: number): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, unknown>>;
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  const names = new Set([...Object.keys(properties), ...required]);
  return Object.fromEntries([...names].map((name) => [name, fill(properties[name] ?? {}, name, sources, depth + 1)]));
}

/** As many items as there are sentences left, within what is allowed. */
function array(schema: Schema, name: string | null, sources: Sources, depth: number): unknown[] {
  const least = sizeOf(schema.minItems, 0);
  const most = Math.min(sizeOf(schema.maxItems, MAX_ITEMS), Math.max(MAX_ITEMS, least));
  const isText = typeOf(resolve((schema.items ?? {}) as Schema, sources.root)) === 'string';
  const left = isText ? sources.sentences.length - sources.next : 1;
  const length = Math.min(Math.max(left, least, 0), most);
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
  const least = sizeOf(schema.minLength, 0);
  const most = sizeOf(schema.maxLength, Number.MAX_SAFE_INTEGER);
  let words = next;
  for (let at = sources.next; [...words].length < least && sentences.length > 0 && at < sources.next + 1_000; at++) {
    words = `${words} ${sentences[at % sentences.length]}`;
  }
  return [...words].slice(0, most).join('');
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
function resolve(schema: Schema, root: Schema): Schema {
  let found = schema;
  for (let step = 0; step < MAX_DEPTH; step++) {
    const { $ref, anyOf, oneOf, allOf, ...rest } = found;
    if (typeof $ref === 'string') found = { ...rest, ...pointed($ref, root) };
    else if (Array.isArray(allOf)) found = all(rest, allOf as Schema[]);
    else if (Array.isArray(anyOf ?? oneOf)) found = { ...rest, ...((anyOf ?? oneOf) as Schema[])[0] };
    else return found;
  }
  return found;
}

/** Schemas that hold together. */
function all(first: Schema, others: readonly Schema[]): Schema {
  const merged = { ...first };
  for (const other of others) Object.assign(merged, other, joined(merged, other));
  return merged;
}

/** Fields and demands of two schemas that hold together. */
function joined(one: Schema, other: Schema): Schema {
  const properties = { ...(one.properties as object), ...(other.properties as object) };
  const required = [...((one.required as string[]) ?? []), ...((other.required as string[]) ?? [])];
  return Object.keys(properties).length + required.length > 0 ? { properties, required } : {};
}

function pointed(reference: string, root: Schema): Schema {
  if (!reference.startsWith('#')) return {};
  const steps = reference.slice(1).split('/').slice(1);
  const found = steps.reduce<unknown>((at, step) => (at as Schema | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], root);
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
