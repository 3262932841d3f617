/** A JSON Schema as far as it is played. */
export interface PlayedSchema {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, PlayedSchema>>;
  readonly items?: PlayedSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
}

/** What a call asks for, whichever protocol it came by. */
export interface PlayedPrompt {
  readonly system: string;
  readonly prompt: string;
  readonly schema: PlayedSchema | null;
}

const DEEPEST = 8;

/** A token for every four bytes begun: the same text always counts the same. */
export function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}

/** The same text for the same prompt, or a JSON value that fits the plain parts of the schema. */
export function playText({ prompt, schema }: PlayedPrompt): string {
  if (schema) return JSON.stringify(sampleOf(schema, topicOf(prompt), 0));
  const topic = topicOf(prompt);
  return `# ${topic}\n\nThis was written by a played model. It was asked: ${topic}.\n\nNothing in it was thought; it is as long as a short draft.\n`;
}

function topicOf(prompt: string): string {
  return prompt.trim().split(/\s+/).slice(0, 12).join(' ') || 'nothing';
}

function sampleOf(schema: PlayedSchema, text: string, depth: number): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum?.length) return schema.enum[0];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (depth > DEEPEST) return null;
  if (type === 'object' || schema.properties) {
    const entries = Object.entries(schema.properties ?? {});
    return Object.fromEntries(entries.map(([name, inner]) => [name, sampleOf(inner, `${name} of ${text}`, depth + 1)]));
  }
  if (type === 'array') {
    const item = sampleOf(schema.items ?? { type: 'string' }, text, depth + 1);
    return Array.from({ length: Math.max(1, Math.min(schema.minItems ?? 1, 100)) }, () => item);
  }
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  return text.padEnd(Math.min(schema.minLength ?? 0, 10_000), '.');
}
