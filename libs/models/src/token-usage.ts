/**
 * Tokens of one call, as the provider counted them. Each is a whole number up to 2^53 − 1.
 *
 * `input` is without what a cache read or wrote; `output` is with `reasoning`, which both protocols count as output. So the five overlap in one
 * place only: all tokens are input + output + cacheRead + cacheWrite.
 *
 * `null` is what the provider did not tell. Where `input` or `output` is null nobody knows what the call cost; where one of the others is, its
 * tokens, if there were any, are within `input` or `output`.
 */
export interface TokenUsage {
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
}

/** Of a provider that told nothing. */
export const NOT_TOLD: TokenUsage = Object.freeze({ input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null });

/** Of a call that the provider refused: it bills none. */
export const NOTHING_USED: TokenUsage = Object.freeze({ input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 });

/**
 * Usage as the Chat Completions and Embeddings APIs tell it. `prompt_tokens` is with the cached ones; `completion_tokens` is with the reasoning
 * ones, except at servers whose `total_tokens` says that they come on top.
 */
export function usageOfOpenAi(told: unknown): TokenUsage {
  const prompt = count(told, 'prompt_tokens');
  const completion = count(told, 'completion_tokens');
  const total = count(told, 'total_tokens');
  const cached = within(count(child(told, 'prompt_tokens_details'), 'cached_tokens'), prompt);
  const reasoning = count(child(told, 'completion_tokens_details'), 'reasoning_tokens');
  const isOnTop = completion !== null && prompt !== null && reasoning !== null && total === prompt + completion + reasoning;
  const output = isOnTop ? completion + reasoning : completion;
  const input = prompt === null ? null : prompt - (cached ?? 0);
  return { input, output, cacheRead: cached, cacheWrite: null, reasoning: within(reasoning, output) };
}

/** Usage as the Messages API tells it, in `message_start` and, with the output, in the last `message_delta`: `later` overrides. */
export function usageOfAnthropic(started: unknown, later: unknown): TokenUsage {
  const last = (field: string) => count(later, field) ?? count(started, field);
  // What the start says of the output is only its beginning.
  const output = count(later, 'output_tokens');
  const reasoning = within(count(child(later, 'output_tokens_details'), 'thinking_tokens'), output);
  return {
    input: last('input_tokens'),
    output,
    cacheRead: last('cache_read_input_tokens'),
    cacheWrite: last('cache_creation_input_tokens'),
    reasoning,
  };
}

function child(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}

/** What is no count is taken as not told, never as nothing. */
function count(value: unknown, field: string): number | null {
  const told = child(value, field);
  return Number.isSafeInteger(told) && (told as number) >= 0 ? (told as number) : null;
}

/** A part that is more than its whole says nothing. */
function within(part: number | null, whole: number | null): number | null {
  return part !== null && whole !== null && part <= whole ? part : null;
}
