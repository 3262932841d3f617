import { setImmediate as nextTurn } from 'node:timers/promises';
import { embedOffline, OFFLINE_DIMENSIONS, OFFLINE_MODEL } from './text/offline-embedder.js';

/** Makes vectors of texts. */
export interface Embedder {
  /** Under which name its vectors are kept: those of two embedders with one name can be compared. */
  readonly model: string;
  readonly dimensions: number;
  /** When its settings were given. */
  readonly chosenAt?: string;
  /** One vector per text, in their order. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** So many texts at a time: requests are answered in between. */
const OFFLINE_BATCH = 16;

/** Needs no network and no key; its name says what it is. */
export const OFFLINE: Embedder = {
  model: OFFLINE_MODEL,
  dimensions: OFFLINE_DIMENSIONS,
  async embed(texts, signal) {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += OFFLINE_BATCH) {
      signal?.throwIfAborted();
      if (start > 0) await nextTurn();
      vectors.push(...embedOffline(texts.slice(start, start + OFFLINE_BATCH)));
    }
    return vectors;
  },
};
