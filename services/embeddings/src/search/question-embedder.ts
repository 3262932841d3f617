import { Injectable } from '@nestjs/common';
import { AppError } from '@smartcontent/contracts';
import { ModelError } from '@smartcontent/models';
import { LRUCache } from 'lru-cache';
import type { Embedder } from '../embedder.js';
import { Embedders } from '../embedders/embedders.service.js';
import { OFFLINE_MODEL } from '../text/offline-embedder.js';
import { termsOf } from '../text/tokenizer.js';

/** Embedders take no longer ones, and the beginning of a question says what it is about. */
const LONGEST_EMBEDDED = 8_000;
/** Words do not wait for long; without them there is nothing else to answer with. */
const BESIDE_WORDS_MS = 1_000;
const ALONE_MS = 5_000;
/** So long nobody who can do without waits again for one that failed. */
const LEFT_ALONE = { max: 10_000, ttl: 5_000 };

export interface Vector {
  readonly model: string;
  readonly vector: Float32Array;
}

/** Makes vectors of questions. While a change of the embedder is under way contents are kept under both, and one that fails does not take the other away. */
@Injectable()
export class QuestionEmbedder {
  readonly #failed = new LRUCache<string, true>(LEFT_ALONE);

  constructor(private readonly embedders: Embedders) {}

  /** What comes in time; words answer what is left. */
  async besideWords(companyId: string, text: string): Promise<Vector[]> {
    const all = await this.#embeddersOf(companyId, text);
    const { vectors } = await this.#ask(companyId, text, this.#trusted(companyId, all), BESIDE_WORDS_MS);
    return vectors;
  }

  /** @throws AppError EMBEDDINGS_EMBEDDER_AWAY where none of them made one; a text without words has none offline, and lacks nothing */
  async alone(companyId: string, text: string): Promise<Vector[]> {
    const all = await this.#embeddersOf(companyId, text);
    const trusted = this.#trusted(companyId, all);
    const { vectors, failures } = await this.#ask(companyId, text, trusted.length > 0 ? trusted : all, ALONE_MS);
    if (vectors.length === 0 && failures.length > 0) throw new AppError('EMBEDDINGS_EMBEDDER_AWAY', { cause: failures[0] });
    return vectors;
  }

  async #embeddersOf(companyId: string, text: string): Promise<Embedder[]> {
    const both = await Promise.all([this.embedders.answering(companyId), this.embedders.wanted(companyId)]);
    const hasWords = termsOf(text).length > 0;
    return [...new Map(both.map((embedder) => [embedder.model, embedder])).values()].filter(
      ({ model }) => hasWords || model !== OFFLINE_MODEL,
    );
  }

  #trusted(companyId: string, embedders: readonly Embedder[]): Embedder[] {
    return embedders.filter(({ model }) => !this.#failed.has(keyOf(companyId, model)));
  }

  async #ask(
    companyId: string,
    text: string,
    embedders: readonly Embedder[],
    milliseconds: number,
  ): Promise<{ vectors: Vector[]; failures: unknown[] }> {
    const beginning = text.slice(0, LONGEST_EMBEDDED).toWellFormed();
    const vectors: Vector[] = [];
    const failures: unknown[] = [];
    const signal = AbortSignal.timeout(milliseconds);
    await Promise.all(
      embedders.map(async (embedder) => {
        const { model } = embedder;
        try {
          const [vector] = await Promise.race([embedder.embed([beginning], signal), rejectedBy(signal)]);
          if (vector) vectors.push({ model, vector });
        } catch (error) {
          if (!(error instanceof ModelError || error instanceof AppError || signal.aborted)) throw error;
          this.#failed.set(keyOf(companyId, model), true);
          failures.push(error);
        }
      }),
    );
    return { vectors, failures };
  }
}

const keyOf = (companyId: string, model: string) => `${companyId} ${model}`;

/** The opening of a key does not look at the signal. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
