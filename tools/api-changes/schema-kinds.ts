import { tighterBounds } from './bounds.ts';
import { asJson, type Json, quoted } from './change.ts';

/** Schemas of one document by their names. */
export type Components = Readonly<Record<string, Json>>;

/** The schema itself, where there is a reference to it; what is said beside the reference holds too. */
function resolved(schema: Json, components: Components): Json {
  const { $ref, ...beside } = schema;
  if (typeof $ref === 'string') return resolved(both(asJson(components[$ref.split('/').at(-1) ?? '']), beside), components);
  if (!Array.isArray(schema.allOf)) return schema;
  const { allOf, ...rest } = schema;
  return (allOf as Json[]).map((part) => resolved(part, components)).reduce(both, rest);
}

/** What keeps both. */
function both(one: Json, other: Json): Json {
  const required = [...((one.required as string[]) ?? []), ...((other.required as string[]) ?? [])];
  const properties = { ...asJson(one.properties), ...asJson(other.properties) };
  return {
    ...one,
    ...other,
    ...tighterBounds(one, other),
    ...(required.length > 0 && { required }),
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

/** The kinds of value that a schema takes, each as a schema of one type. */
export function alternatives(raw: Json, components: Components): Json[] {
  const schema = resolved(raw, components);
  const { anyOf, oneOf, discriminator: _told, ...beside } = schema;
  const choices = (anyOf ?? oneOf) as Json[] | undefined;
  if (choices) return choices.flatMap((choice) => alternatives(both(resolved(choice, components), beside), components));
  if (Array.isArray(schema.type)) return schema.type.map((type) => ofType(schema, type as string));
  return [schema];
}

/** Bounds and formats of texts say nothing about null. */
function ofType(schema: Json, type: string): Json {
  return type === 'null' ? { type } : { ...schema, type };
}

/** The only values that fit; undefined where it is not a matter of values. */
export function valuesOf(schema: Json): readonly unknown[] | undefined {
  if ('const' in schema) return [schema.const];
  return schema.enum as unknown[] | undefined;
}

/** Of an enum without a type: that of its values, if they have one. */
export function typeOf(schema: Json): string | undefined {
  if (typeof schema.type === 'string') return schema.type;
  const types = new Set(valuesOf(schema)?.map((value) => (value === null ? 'null' : typeof value)));
  return types.size === 1 ? [...types][0] : undefined;
}

/** Whether each value of the inner type is one of the outer. */
export function typeFits(inner: string | undefined, outer: string | undefined): boolean {
  return outer === undefined || inner === outer || (inner === 'integer' && outer === 'number');
}

export function kindOf(schema: Json): string {
  const values = valuesOf(schema);
  return values ? quoted(values) : `\`${typeOf(schema) ?? 'anything'}\``;
}
