import { type PicoUsd, parseUsd } from './usd.js';

/** The kinds of tokens that have a price of their own. */
export const TOKEN_TYPES = ['input', 'output', 'cache_read', 'cache_write', 'reasoning'] as const;
type TokenType = (typeof TOKEN_TYPES)[number];

/** What a provider told of one call; null where it told nothing. `input` is without what was read from or written to its cache, `reasoning` is a part of `output`. */
export interface TokenUsage {
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
}

/** US dollars per million tokens with six decimals, so that each token costs a whole number of 10^-12 dollars. */
export interface Price {
  readonly input: string;
  readonly output: string;
  /** Null: not known, so neither is the cost of a call that has such tokens. */
  readonly cache_read: string | null;
  readonly cache_write: string | null;
  /** Null: as all output. */
  readonly reasoning: string | null;
}

/** Of each type; null where nobody can tell. Their sum is the cost of the call. */
export type Costs = Readonly<Record<TokenType, PicoUsd | null>>;

/** No call has more of a type; a provider that says so says nothing that could be believed, and numeric(18,12) holds what five of them cost. */
export const MAX_TOKENS = 10_000_000;
/** What a provider counts beside the texts: roles, the frame of each message, the tool that asks for JSON. */
const FRAME_TOKENS = 1_000n;
const TOKENS_PER_PRICE = 1_000_000n;

/** What was told, without what cannot be. */
export function credibleUsage(usage: TokenUsage): TokenUsage {
  const { input, output, cacheRead, cacheWrite, reasoning } = usage;
  const told = { input: count(input), output: count(output), cacheRead: count(cacheRead), cacheWrite: count(cacheWrite) };
  const thought = count(reasoning);
  return { ...told, reasoning: thought !== null && thought > (told.output ?? 0) ? null : thought };
}

/** Unknown as a whole where a price is missing for tokens that there were, or where input or output was not told and costs something. */
export function costsOf(usage: TokenUsage, price: Price | null): Costs {
  const { input, output, cacheRead, cacheWrite, reasoning } = credibleUsage(usage);
  if (!price) return { input: null, output: null, cache_read: null, cache_write: null, reasoning: null };
  const thought = reasoning ?? 0;
  return {
    input: costOf(input, price.input),
    output: costOf(output === null ? null : output - thought, price.output),
    cache_read: costOf(cacheRead ?? 0, price.cache_read),
    cache_write: costOf(cacheWrite ?? 0, price.cache_write),
    reasoning: costOf(thought, price.reasoning ?? price.output),
  };
}

/** Null as soon as one part is unknown: a part of a cost looks like a cost. */
export function totalOf(costs: Costs): PicoUsd | null {
  return TOKEN_TYPES.reduce<PicoUsd | null>((sum, type) => {
    const cost = costs[type];
    return sum === null || cost === null ? null : sum + cost;
  }, 0n);
}

/**
 * What a call can cost at most: no tokenizer makes more tokens than there are bytes, all of them at the dearest price that input can have,
 * and as much output as was allowed.
 */
export function boundOf(call: { readonly promptBytes: number; readonly maxOutputTokens: number }, price: Price): PicoUsd {
  const input = [price.input, price.cache_read, price.cache_write].map(perToken).reduce(max);
  const output = [price.output, price.reasoning].map(perToken).reduce(max);
  return (BigInt(call.promptBytes) + FRAME_TOKENS) * input + BigInt(call.maxOutputTokens) * output;
}

function count(tokens: number | null): number | null {
  return tokens !== null && Number.isSafeInteger(tokens) && tokens >= 0 && tokens <= MAX_TOKENS ? tokens : null;
}

/** What costs nothing costs nothing, however much of it there was. */
function costOf(tokens: number | null, price: string | null): PicoUsd | null {
  if (tokens === 0 || (price !== null && perToken(price) === 0n)) return 0n;
  return tokens === null || price === null ? null : BigInt(tokens) * perToken(price);
}

function perToken(price: string | null): PicoUsd {
  return price === null ? 0n : parseUsd(price) / TOKENS_PER_PRICE;
}

function max(a: PicoUsd, b: PicoUsd): PicoUsd {
  return a > b ? a : b;
}
