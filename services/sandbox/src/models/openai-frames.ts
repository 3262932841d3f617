import { textOf } from './anthropic-frames.js';
import type { Frames } from './frames.js';
import type { PlayedPrompt, PlayedSchema } from './play-text.js';

interface Message {
  readonly role?: string;
  readonly content?: unknown;
}

export interface OpenAiBody {
  readonly model?: string;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly messages?: readonly Message[];
  readonly response_format?: { readonly type?: string; readonly json_schema?: { readonly schema?: PlayedSchema } };
}

export function promptOfOpenAi({ messages = [], response_format }: OpenAiBody): PlayedPrompt {
  const texts = (isSystem: boolean) =>
    messages.filter(({ role }) => (role === 'system') === isSystem).map(({ content }) => textOf(content));
  return { system: texts(true).join('\n'), prompt: texts(false).join('\n'), schema: response_format?.json_schema?.schema ?? null };
}

/** The Chat Completions API: chunks without a type, usage in a chunk of its own where it was asked for. */
export function openAiFrames(model: string, asksForUsage: boolean): Frames {
  const head = { id: 'chatcmpl-played', created: 0, model };
  const chunk = (data: object) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...data })}\n\n`;
  const usageOf = (input: number, output: number) => ({ prompt_tokens: input, completion_tokens: output, total_tokens: input + output });
  return {
    begin: () => [chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] })],
    piece: (content) => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
    end: ({ reason, input, output, tellsUsage }) => [
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason === 'filtered' ? 'content_filter' : reason }] }),
      ...(asksForUsage && tellsUsage ? [chunk({ choices: [], usage: usageOf(input, output) })] : []),
      'data: [DONE]\n\n',
    ],
    error: (type, message) => `data: ${JSON.stringify({ error: { type, message } })}\n\n`,
    refusal: (type, message) => ({ error: { type, message } }),
    whole: (content, { input, output }) => ({
      ...head,
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: usageOf(input, output),
    }),
  };
}
