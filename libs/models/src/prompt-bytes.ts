/** What the model is asked. */
export interface Prompt {
  readonly system?: string;
  readonly prompt: string;
  /** JSON Schema that the text is to fit. The provider is told of it; whether the text does fit is the caller's to check. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** More than both protocols put around a prompt: marks of turns, and what Anthropic tells a model of its one tool (530 tokens at most). */
const FRAME_BYTES = 1_024;

/**
 * Never less than the input tokens of a call, and known before it: tokenizers work on bytes, so a token is at least one byte of UTF-8.
 */
export function promptBytes({ system = '', prompt, schema }: Prompt): number {
  const schemaBytes = schema ? Buffer.byteLength(schemaInstruction(schema)) : 0;
  return FRAME_BYTES + Buffer.byteLength(system) + Buffer.byteLength(prompt) + schemaBytes;
}

/** How a model is told of the schema where its provider has no field for it. */
export function schemaInstruction(schema: Readonly<Record<string, unknown>>): string {
  return `\n\nAnswer with JSON alone, without any other text, that fits this JSON Schema: ${JSON.stringify(schema)}`;
}
