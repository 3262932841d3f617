import type { Frames } from './frames.js';
import type { PlayedPrompt, PlayedSchema } from './play-text.js';

interface Message {
  readonly content?: unknown;
}

export interface AnthropicBody {
  readonly model?: string;
  readonly max_tokens?: number;
  readonly stream?: boolean;
  readonly system?: unknown;
  readonly messages?: readonly Message[];
  readonly tools?: readonly { readonly input_schema?: PlayedSchema }[];
}

export function promptOfAnthropic({ system, messages = [], tools }: AnthropicBody): PlayedPrompt {
  return {
    system: textOf(system),
    prompt: messages.map(({ content }) => textOf(content)).join('\n'),
    schema: tools?.[0]?.input_schema ?? null,
  };
}

/** The Messages API: events with a type, usage at the beginning and at the end. */
export function anthropicFrames(model: string, isTool: boolean): Frames {
  const block = isTool ? { type: 'tool_use', id: 'toolu_played', name: 'json', input: {} } : { type: 'text', text: '' };
  const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const message = { id: 'msg_played', type: 'message', role: 'assistant', model };
  return {
    begin: (input) => [
      event('message_start', {
        message: { ...message, content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: input, output_tokens: 1 } },
      }),
      event('content_block_start', { index: 0, content_block: block }),
    ],
    piece: (text) =>
      event('content_block_delta', {
        index: 0,
        delta: isTool ? { type: 'input_json_delta', partial_json: text } : { type: 'text_delta', text },
      }),
    end: ({ reason, output }) => {
      const stops = { stop: isTool ? 'tool_use' : 'end_turn', length: 'max_tokens', filtered: 'refusal' } as const;
      return [
        event('content_block_stop', { index: 0 }),
        event('message_delta', { delta: { stop_reason: stops[reason], stop_sequence: null }, usage: { output_tokens: output } }),
        event('message_stop', {}),
      ];
    },
    error: (type, text) => event('error', { error: { type, message: text } }),
    refusal: (type, text) => ({ type: 'error', error: { type, message: text } }),
    whole: (text, { input, output }) => ({
      ...message,
      content: isTool ? [{ ...block, input: JSON.parse(text) }] : [{ type: 'text', text }],
      stop_reason: isTool ? 'tool_use' : 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: input, output_tokens: output },
    }),
  };
}

/** Text, or the texts of its parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { readonly text?: unknown }) => (typeof part?.text === 'string' ? part.text : '')).join('\n');
}
