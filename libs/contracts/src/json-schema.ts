import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Formats that say it all; zod's patterns for them are pages long and add nothing for a reader. */
const KNOWN_FORMATS = new Set(['uuid', 'date-time', 'email', 'ipv4', 'ipv6', 'uri']);

/**
 * Turns zod schemas into JSON Schema 2020-12 for one OpenAPI document.
 * What has a `.meta({ id })` becomes a component and is referred to, also across schemas.
 */
export class SchemaBook {
  readonly components: Record<string, JsonSchema> = {};

  /** @param io `input`: what a caller sends (defaults are optional); `output`: what an answer holds (open to new fields). */
  add(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const converted = z.toJSONSchema(schema, { io, override: (context) => tidy(context.jsonSchema as JsonSchema, context.zodSchema, io) });
    const {
      $schema: _dialect,
      $defs = {},
      ...root
    } = relink(converted as JsonSchema) as JsonSchema & { $defs?: Record<string, JsonSchema> };
    for (const [name, definition] of Object.entries($defs)) this.keep(name, definition);
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
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  // An answer may gain fields in any release, so only what is declared strict is closed.
  const isOpen = schema instanceof z.ZodObject && schema.def.catchall === undefined;
  if (io === 'output' && isOpen) delete json.additionalProperties;
}

/** Points references at the components and gives zod's nameless recursive schema its name; z.json() is the only one. */
function relink(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema)
    .replaceAll('"#/$defs/', '"#/components/schemas/')
    .replaceAll(/__schema\d+/g, 'JsonValue');
  return JSON.parse(text) as JsonSchema;
}
