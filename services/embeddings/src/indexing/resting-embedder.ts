import type { Embedder } from '../embedder.js';

/** A vector is missing, and the endpoint is left alone. */
export class NotAsked extends Error {}

/** Stands for an endpoint that is left alone: what the index has all vectors of goes through. */
export class RestingEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;

  constructor({ model, dimensions }: Embedder) {
    this.model = model;
    this.dimensions = dimensions;
  }

  embed(): Promise<Float32Array[]> {
    return Promise.reject(new NotAsked());
  }
}
