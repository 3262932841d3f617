import { confidenceOf, type Weight, weightAt } from './engagement-weights.js';

export interface EngagedContent extends Weight {
  readonly contentId: string;
}

export interface VectorOfContent {
  readonly content_id: string;
  readonly model: string;
  readonly topics: readonly string[];
  readonly vector: readonly number[];
}

export interface Interests {
  readonly model: string;
  /** Of length 1. */
  readonly vector: Float32Array;
  readonly confidenceScore: number;
  /** How many contents it was made from. */
  readonly contents: number;
}

/**
 * What somebody likes: the directions of what he engaged with, each by its weight of now. Where an index holds vectors of two models, of the
 * one that says more about him. Undefined where nothing is indexed of what he engaged with.
 */
export function interestsOf(
  engaged: readonly EngagedContent[],
  vectors: readonly VectorOfContent[],
  nowSeconds: number,
): Interests | undefined {
  const weights = new Map(engaged.map((content) => [content.contentId, weightAt(content, nowSeconds)]));
  const models = new Map<string, { weight: number; sum: Float32Array; contents: number }>();
  for (const { content_id, model, vector } of vectors) {
    const weight = weights.get(content_id) ?? 0;
    const length = Math.hypot(...vector);
    if (weight === 0 || !(length > 0)) continue;
    const total = models.get(model) ?? { weight: 0, sum: new Float32Array(vector.length), contents: 0 };
    for (const [place, value] of vector.entries()) total.sum[place] = (total.sum[place] ?? 0) + (value / length) * weight;
    models.set(model, { weight: total.weight + weight, sum: total.sum, contents: total.contents + 1 });
  }
  const [best] = [...models].sort(([, a], [, b]) => b.weight - a.weight);
  if (!best) return undefined;
  const [model, { weight, sum, contents }] = best;
  const length = Math.hypot(...sum);
  if (!(length > 0)) return undefined;
  return { model, vector: sum.map((value) => value / length), confidenceScore: confidenceOf(weight), contents };
}

/** The topics of what somebody engaged with, the heaviest first; of each its part of all weight. */
export function topicsOf(
  engaged: readonly EngagedContent[],
  vectors: readonly Pick<VectorOfContent, 'content_id' | 'topics'>[],
  nowSeconds: number,
): { topic: string; weight: number }[] {
  const weights = new Map(engaged.map((content) => [content.contentId, weightAt(content, nowSeconds)]));
  const topics = new Map<string, number>();
  for (const { content_id, topics: named } of vectors)
    for (const topic of named) topics.set(topic, (topics.get(topic) ?? 0) + (weights.get(content_id) ?? 0));
  const all = [...topics.values()].reduce((sum, weight) => sum + weight, 0);
  return [...topics]
    .filter(([, weight]) => weight > 0)
    .map(([topic, weight]) => ({ topic, weight: weight / all }))
    .sort((a, b) => b.weight - a.weight || (a.topic < b.topic ? -1 : 1));
}
