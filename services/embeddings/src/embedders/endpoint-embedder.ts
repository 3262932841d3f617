import type { ModelClient } from '@smartcontent/models';
import type { Embedder } from '../embedder.js';

const CALL_MS = 30_000;

export interface Endpoint {
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
  readonly asksForDimensions: boolean;
}

/** Embeds by the provider that a company has a key of. */
export class EndpointEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;

  constructor(
    private readonly endpoint: Endpoint,
    readonly chosenAt: string,
    private readonly open: () => Promise<ModelClient>,
  ) {
    this.model = `${endpoint.provider}/${endpoint.model}/${endpoint.dimensions}`;
    this.dimensions = endpoint.dimensions;
  }

  /** @throws AppError where the key does not open; ModelError where the endpoint fails, or makes vectors that are none or of another length */
  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const client = await this.open();
    const { model, dimensions, asksForDimensions } = this.endpoint;
    const deadline = AbortSignal.timeout(CALL_MS);
    const { vectors } = await client.embed({
      ...{ model, texts, expectedDimensions: dimensions },
      dimensions: asksForDimensions ? dimensions : undefined,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    return vectors;
  }
}
