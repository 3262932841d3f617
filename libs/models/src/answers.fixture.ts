import { ModelClient } from './model-client.js';
import { ModelError } from './model-error.js';

export const KEY = 'sk-test-0123456789abcdef';

/** What a client sent, as its server sees it. */
export interface Asked {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

type Answer = (asked: Asked) => Response | Promise<Response>;

/** A client whose calls meet these answers, one after the other, and what it asked. */
export function clientMeeting(protocol: 'anthropic' | 'openai', ...answers: Answer[]): { client: ModelClient; asked: Asked[] } {
  return clientAt('https://models.example/v1/', protocol, ...answers);
}

/** The same with a base URL of its own. */
export function clientAt(baseUrl: string, protocol: 'anthropic' | 'openai', ...answers: Answer[]): { client: ModelClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const fetch = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    init.signal?.throwIfAborted();
    const seen = { url: String(url), headers: new Headers(init.headers), body: JSON.parse(String(init.body)) };
    asked.push(seen);
    const answer = answers.shift();
    if (!answer) throw new Error('asked once more than expected');
    return answer(seen);
  };
  return { client: new ModelClient({ protocol, baseUrl, apiKey: KEY, fetch: fetch as typeof globalThis.fetch }), asked };
}

/** A stream of server-sent events; with `then`, it breaks with this error instead of ending. */
export function events(chunks: readonly unknown[], then?: Error): Response {
  const lines = chunks.map((chunk) => {
    const data = typeof chunk === 'string' ? chunk : JSON.stringify(chunk);
    const type = (chunk as { readonly type?: string }).type;
    return new TextEncoder().encode(`${type ? `event: ${type}\n` : ''}data: ${data}\n\n`);
  });
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = lines.shift();
      if (next) controller.enqueue(next);
      else if (then) controller.error(then);
      else controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

export const openAi = {
  text: (content: string) => ({ id: 'c1', model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
  end: (finish_reason = 'stop') => ({ id: 'c1', model: 'm', choices: [{ index: 0, delta: {}, finish_reason }] }),
  usage: (usage: unknown) => ({ id: 'c1', model: 'm', choices: [], usage }),
};

export const anthropic = {
  start: (usage: unknown) => ({
    type: 'message_start',
    message: { id: 'm1', type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null, stop_sequence: null, usage },
  }),
  open: { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  text: (text: string) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
  close: { type: 'content_block_stop', index: 0 },
  end: (usage: unknown, stop_reason = 'end_turn') => ({ type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage }),
  stop: { type: 'message_stop' },
};

/** The error of a call that must fail. */
export async function failureOfCall(call: Promise<unknown>): Promise<ModelError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ModelError)) throw new Error('the call did not fail as it should', { cause: error });
  return error;
}
