import type { JSONSchema7, LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { type Prompt, schemaInstruction } from './prompt-bytes.js';

/** Whom to call, and as whom. */
export interface ModelEndpoint {
  /** `openai` is the Chat Completions and Embeddings API, of whichever server speaks it. */
  readonly protocol: 'anthropic' | 'openai';
  /** With the version, such as `https://host/v1`; null is the provider's own. */
  readonly baseUrl: string | null;
  readonly apiKey: string;
  /** The way out: `outgoingFetch` of libs/outgoing. */
  readonly fetch: typeof globalThis.fetch;
  /** Aborts when the key may not be used any more: calls under way end with `auth`. */
  readonly revoked?: AbortSignal;
}

export interface GenerateCall extends Prompt {
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly temperature?: number;
}

const OWN_BASE_URLS = { anthropic: 'https://api.anthropic.com/v1', openai: 'https://api.openai.com/v1' } as const;
const PATHS = { anthropic: '/messages', openai: '/chat/completions' } as const;

/** The URL that texts of this endpoint come from. */
export function textUrl(endpoint: ModelEndpoint): string {
  return `${baseUrlOf(endpoint)}${PATHS[endpoint.protocol]}`;
}

export function baseUrlOf({ protocol, baseUrl }: ModelEndpoint): string {
  return (baseUrl ?? OWN_BASE_URLS[protocol]).replace(/\/+$/, '');
}

/** Loaded when the first call needs it: a service that calls no provider does not pay for its SDK. */
export async function languageModel(endpoint: ModelEndpoint, model: string): Promise<LanguageModelV4> {
  const { apiKey, fetch, baseUrl } = endpoint;
  const baseURL = baseUrlOf(endpoint);
  if (endpoint.protocol === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ baseURL, apiKey, fetch })(model);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const settings = { name: 'openaiCompatible', baseURL, apiKey, fetch, includeUsage: true, supportsStructuredOutputs: true };
  // OpenAI's own newer models refuse the name that every other server knows.
  const transformRequestBody = baseUrl === null ? renameLimit : undefined;
  return createOpenAICompatible({ ...settings, transformRequestBody }).chatModel(model);
}

/** `asksInWords` tells the model of the schema in the prompt, for providers that have no field for it. */
export function callOptions(protocol: ModelEndpoint['protocol'], call: GenerateCall, asksInWords: boolean): LanguageModelV4CallOptions {
  const { system = '', prompt, schema, maxOutputTokens, temperature } = call;
  const isField = schema !== undefined && !asksInWords && (protocol === 'openai' || schema.type === 'object');
  const instruction = schema === undefined || isField ? '' : schemaInstruction(schema);
  const told = `${system}${instruction}`.trim();
  return {
    prompt: [
      ...(told ? [{ role: 'system' as const, content: told }] : []),
      { role: 'user' as const, content: [{ type: 'text' as const, text: prompt }] },
    ],
    maxOutputTokens,
    temperature,
    responseFormat: isField ? { type: 'json', schema: schema as JSONSchema7, name: 'answer' } : undefined,
    // Schemas are the users': neither provider takes every one of them in its strict mode.
    providerOptions: { openaiCompatible: { strictJsonSchema: false }, anthropic: { structuredOutputMode: 'jsonTool' } },
    includeRawChunks: true,
  };
}

function renameLimit({ max_tokens, ...body }: Record<string, unknown>): Record<string, unknown> {
  return max_tokens === undefined ? body : { ...body, max_completion_tokens: max_tokens };
}
