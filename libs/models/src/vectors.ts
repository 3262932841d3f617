import { type TokenUsage, usageOfOpenAi } from './token-usage.js';

export interface Vectors {
  readonly vectors: Float32Array[];
  /** `output` is 0: an embedding has none. */
  readonly usage: TokenUsage;
}

interface Item {
  readonly embedding?: unknown;
  readonly index?: unknown;
}

/** Reads the answer of an Embeddings API by the index that each vector names: its order is not promised. */
export function readVectors(
  body: unknown,
  count: number,
  dimensions: number | undefined,
): Vectors | { problem: string; usage: TokenUsage } {
  const { data, usage: told } = body as { readonly data: readonly Item[]; readonly usage?: unknown };
  const usage = { ...usageOfOpenAi(told), output: 0 };
  const vectors: Float32Array[] = [];
  for (const [position, { index, embedding }] of data.entries()) {
    vectors[Number.isSafeInteger(index) ? (index as number) : position] = Float32Array.from(embedding as number[]);
  }
  const length = dimensions ?? vectors[0]?.length ?? 0;
  if (data.length !== count) return { problem: `${data.length} vectors came for ${count} texts`, usage };
  for (let place = 0; place < count; place++) {
    const problem = problemOf(vectors[place], length);
    if (problem) return { problem: `vector ${place + 1} of ${count} ${problem}`, usage };
  }
  return { vectors, usage };
}

function problemOf(vector: Float32Array | undefined, length: number): string | undefined {
  if (!vector) return 'is missing';
  if (vector.length !== length || length === 0) return `has ${vector.length} dimensions instead of ${length}`;
  if (!vector.every(Number.isFinite)) return 'holds what is no finite number';
  return vector.some((value) => value !== 0) ? undefined : 'is all zeros, which has no direction';
}
