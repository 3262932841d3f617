import { createHash } from 'node:crypto';
import { AnswerReader } from './answer-reader.js';
import { failureOf, isRefused, told } from './failure-of.js';
import { baseUrlOf, callOptions, type GenerateCall, languageModel, type ModelEndpoint, textUrl } from './language-model.js';
import { ModelError, type ModelFailure } from './model-error.js';
import { NOTHING_USED, type TokenUsage } from './token-usage.js';
import { readVectors, type Vectors } from './vectors.js';

export interface GenerateOptions extends GenerateCall {
  /** A reason that is a `TimeoutError` (as of `AbortSignal.timeout`) is a deadline; any other one means that the caller gave up. */
  readonly signal?: AbortSignal;
  /** Hears the text piece by piece. It must not throw. */
  readonly onText?: (text: string) => void;
  /** Hears of a call that was refused for its schema, before the model is asked a second time, in words. It must not throw. */
  readonly onRefused?: (error: ModelError) => void;
}

export interface Generated {
  /** Never empty. With a schema: JSON as the model wrote it, not checked. */
  readonly text: string;
  readonly usage: TokenUsage;
  /** `length`: cut off at `maxOutputTokens`. */
  readonly finishReason: 'stop' | 'length' | 'other';
  readonly statusCode: number;
  readonly latencyMs: number;
  readonly endpoint: string;
  readonly method: 'POST';
}

export interface EmbedOptions {
  readonly model: string;
  readonly texts: readonly string[];
  /** Asked of the provider; vectors of another length are refused. Without it: as long as the model makes them. */
  readonly dimensions?: number;
  /** Not asked for; vectors of another length are refused all the same. */
  readonly expectedDimensions?: number;
  readonly signal?: AbortSignal;
}

const LONGEST_ENDPOINT = 100;
const FENCE = '```';

/** One call to a provider, once: whoever calls decides whether and when to try again. Make one per key; it keeps no connection. */
export class ModelClient {
  constructor(private readonly endpoint: ModelEndpoint) {}

  /** SHA-256 of its key in hex, to count calls by. */
  get keyHash(): string {
    return createHash('sha256').update(this.endpoint.apiKey).digest('hex');
  }

  /** Whether its protocol has embeddings. */
  get canEmbed(): boolean {
    return this.endpoint.protocol === 'openai';
  }

  /** @throws ModelError */
  async generate(options: GenerateOptions): Promise<Generated> {
    const { schema } = options;
    try {
      return await this.#generate(options, false);
    } catch (error) {
      // Not every server that speaks the protocol knows schemas. A refusal is billed by nobody, so the model is asked in words then.
      if (!schema || !(error instanceof ModelError) || !isSchemaRefused(error)) throw error;
      options.onRefused?.(error);
      return this.#generate(options, true);
    }
  }

  /**
   * A vector per text, in their order, all of one length.
   * @throws ModelError; `bad_shape` also where a vector is missing, holds what is no finite number, is all zeros, or is of another length
   */
  async embed({ model, texts, dimensions, expectedDimensions = dimensions, signal }: EmbedOptions): Promise<Vectors> {
    const { apiKey, revoked } = this.endpoint;
    const call = this.#open(`${baseUrlOf(this.endpoint)}/embeddings`, signal);
    try {
      if (!this.canEmbed) throw call.error(told('invalid_request', 'Anthropic offers no embeddings'));
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const settings = { name: 'openaiCompatible', baseURL: baseUrlOf(this.endpoint), apiKey, fetch: call.fetch };
      const embedding = createOpenAICompatible(settings).embeddingModel(model);
      const { response } = await embedding.doEmbed({ values: [...texts], dimensions, abortSignal: call.signal });
      const read = readVectors(response?.body, texts.length, expectedDimensions);
      if ('problem' in read) throw call.error(told('bad_shape', read.problem), undefined, read.usage);
      return read;
    } catch (error) {
      throw error instanceof ModelError ? error : call.error(failureOf(error, { signal, revoked, hasBegun: false, apiKey }));
    } finally {
      call.close();
    }
  }

  async #generate({ signal, onText, onRefused: _, ...asked }: GenerateOptions, asksInWords: boolean): Promise<Generated> {
    const { protocol, apiKey, revoked } = this.endpoint;
    const call = this.#open(textUrl(this.endpoint), signal);
    const answer = new AnswerReader(protocol, onText);
    const fail = (failure: ModelFailure) => call.error(failure, answer.text, answer.hasBegun ? answer.usage : undefined);
    try {
      const model = await languageModel({ ...this.endpoint, fetch: call.fetch }, asked.model);
      const { stream } = await model.doStream({ ...callOptions(protocol, asked, asksInWords), abortSignal: call.signal });
      for await (const part of stream) answer.read(part);
      const failure = failureOfAnswer(answer);
      if (failure) throw fail(failure);
      const { finished, usage } = answer;
      const finishReason = finished === 'stop' || finished === 'length' ? finished : 'other';
      const text = asked.schema ? unfenced(answer.text) : answer.text;
      return { text, usage, finishReason, ...call.told() };
    } catch (error) {
      // Whatever it is: the call may have left, and whoever pays for it must hear of it.
      throw error instanceof ModelError ? error : fail(failureOf(error, { signal, revoked, hasBegun: answer.hasBegun, apiKey }));
    } finally {
      call.close();
    }
  }

  #open(url: string, signal: AbortSignal | undefined) {
    const startedAt = performance.now();
    const endpoint = new URL(url).pathname.slice(0, LONGEST_ENDPOINT);
    // Whatever ends the call ends its connection.
    const end = new AbortController();
    let statusCode = 0;
    let hasLeft = false;
    const fetch: ModelEndpoint['fetch'] = async (input, init) => {
      init?.signal?.throwIfAborted();
      hasLeft = true;
      const response = await this.endpoint.fetch(input, init);
      statusCode = response.status;
      return response;
    };
    const told = () => ({ endpoint, method: 'POST' as const, latencyMs: Math.round(performance.now() - startedAt), statusCode });
    return {
      fetch,
      signal: AbortSignal.any([signal, this.endpoint.revoked, end.signal].filter((each) => each !== undefined)),
      close: () => end.abort(),
      told,
      error: (failure: ModelFailure, partialText?: string, usage?: TokenUsage) => {
        const used = isRefused(failure) ? NOTHING_USED : usage;
        return new ModelError(
          { statusCode: statusCode || undefined, ...failure },
          { ...told(), partialText, usage: used, hasLeft: hasLeft && failure.reason !== 'network' },
        );
      },
    };
  }
}

/** Of an answer that ended without an error. */
function failureOfAnswer({ finished, hasBegun, text }: AnswerReader): ModelFailure | undefined {
  if (!hasBegun) return told('bad_shape', 'the answer is no stream of the protocol');
  if (finished === undefined) return told('cut', 'the answer ended before the model did');
  if (finished === 'content-filter') return told('refused', 'the provider withheld the answer');
  if (finished === 'error') return told('server', 'the provider ended the answer with an error');
  if (text.trim() === '') return told('empty', 'the answer holds no text');
  return undefined;
}

/** With an error status: what a stream says may be billed already. */
function isSchemaRefused({ reason, message, statusCode = 0 }: ModelError): boolean {
  return statusCode >= 400 && reason === 'invalid_request' && /response_format|json_schema|input_schema/.test(message);
}

/** Models that were asked in words like to put JSON into a fence. */
function unfenced(text: string): string {
  const fenced = text.trim();
  const begin = fenced.indexOf('\n');
  const end = fenced.length - FENCE.length;
  const isFenced = fenced.startsWith(FENCE) && fenced.endsWith(FENCE) && begin > 0 && begin < end;
  const language = fenced.slice(FENCE.length, begin).trim();
  return isFenced && (language === '' || language === 'json') ? fenced.slice(begin, end).trim() || text : text;
}
