import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Formats that say it all; zod's patterns for them are pages long and add nothing for a reader. */
const KNOWN_FORMATS = new Set(['uuid', 'date-time', 'email', 'ipv4', 'ipv6', 'uri']);

/** Where each dialect keeps the schemas that others refer to. */
const DEFINITIONS = { 'draft-2020-12': '$defs', 'draft-7': 'definitions' } as const;

/**
 * Turns zod schemas into JSON Schema for one document: OpenAPI 3.1 takes 2020-12, AsyncAPI 3 takes draft 07.
 * What has a `.meta({ id })` becomes a component and is referred to, also across schemas.
 */
export class SchemaBook {
  readonly components: Record<string, JsonSchema> = {};

  constructor(private readonly dialect: keyof typeof DEFINITIONS = 'draft-2020-12') {}

  /** @param io `input`: what a caller sends (defaults are optional); `output`: what an answer holds (open to new fields). */
  add(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const override = (context: { jsonSchema: object; zodSchema: unknown }) => tidy(context.jsonSchema as JsonSchema, context.zodSchema, io);
    const converted = z.toJSONSchema(schema, { io, target: this.dialect, override });
    const place = DEFINITIONS[this.dialect];
    const { $schema: _dialect, [place]: definitions, ...root } = relink(converted as JsonSchema);
    for (const [name, definition] of Object.entries(definitions ?? {})) this.keep(name, definition);
    return root;
  }

  private keep(name: string, definition: JsonSchema): void {
    const known = this.components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(definition)) throw new Error(`two schemas are called ${name}`);
    this.components[name] = definition;
  }
}

function tidy(json: JsonSchema, schema: unknown, io: 'input' | 'output'): void {
  if (typeof json.format === 'string' && KNOWN_FORMATS.has(json.format)) delete json.pattern;
  // URLs are taken as the URL standard has them, with braces for one; that is more than RFC 3986 has under this name.
  if (json.format === 'uri') delete json.format;
  // zod's name for a pattern, and no format of JSON Schema.
  if (json.format === 'includes') delete json.format;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  // An answer may gain fields in any release, so only what is declared strict is closed.
  const isOpen = schema instanceof z.ZodObject && schema.def.catchall === undefined;
  if (io === 'output' && isOpen) delete json.additionalProperties;
}

/** Points references at the components and gives zod's nameless recursive schema its name; z.json() is the only one. */
function relink(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema)
    .replaceAll(/"#\/(?:\$defs|definitions)\//g, '"#/components/schemas/')
    .replaceAll(/__schema\d+/g, 'JsonValue');
  return JSON.parse(text) as JsonSchema;
}
