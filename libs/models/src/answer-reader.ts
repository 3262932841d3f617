import type { LanguageModelV4FinishReason, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { NOT_TOLD, type TokenUsage, usageOfAnthropic, usageOfOpenAi } from './token-usage.js';

interface RawChunk {
  readonly type?: unknown;
  readonly usage?: unknown;
  readonly message?: { readonly usage?: unknown };
}

/** Puts a streamed answer together: what is there so far, whenever it ends. */
export class AnswerReader {
  #text = '';
  #hasBegun = false;
  #finished: LanguageModelV4FinishReason | undefined;
  #startUsage: unknown;
  #lastUsage: unknown;

  constructor(
    private readonly protocol: 'anthropic' | 'openai',
    private readonly onText: ((text: string) => void) | undefined,
  ) {}

  /** @throws what the provider sent as an error */
  read(part: LanguageModelV4StreamPart): void {
    if (part.type === 'raw') this.#readRaw(part.rawValue);
    else if (part.type === 'error') throw part.error;
    else if (part.type === 'finish') this.#finished = part.finishReason;
    else if (part.type === 'text-delta') {
      this.#text += part.delta;
      this.onText?.(part.delta);
    }
  }

  get text(): string {
    return this.#text;
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Why the model ended; undefined where the provider never said that it did: the answer was cut. */
  get finished(): LanguageModelV4FinishReason['unified'] | undefined {
    return this.#finished?.raw === undefined ? undefined : this.#finished.unified;
  }

  /** Read from the answer itself: the SDK takes what was not told for none. */
  get usage(): TokenUsage {
    if (this.#startUsage === undefined && this.#lastUsage === undefined) return NOT_TOLD;
    return this.protocol === 'anthropic' ? usageOfAnthropic(this.#startUsage, this.#lastUsage) : usageOfOpenAi(this.#lastUsage);
  }

  #readRaw(chunk: unknown): void {
    this.#hasBegun = true;
    if (typeof chunk !== 'object' || chunk === null) return;
    const { type, usage, message } = chunk as RawChunk;
    if (type === 'message_start') this.#startUsage = message?.usage;
    // Some servers send `usage: null` with every chunk but the last.
    if (usage !== null && usage !== undefined) this.#lastUsage = usage;
  }
}
