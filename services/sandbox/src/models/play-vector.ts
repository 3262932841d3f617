import { createHash } from 'node:crypto';

/** A vector of length 1 from the words of a text: texts that share words lie closer together. */
export function playVector(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const hash = createHash('sha256').update(word).digest();
    const place = hash.readUInt32LE(0) % dimensions;
    vector[place] = (vector[place] as number) + (hash.readUInt8(4) % 2 === 0 ? 1 : -1);
  }
  const length = Math.hypot(...vector);
  // Words that cancel each other out leave nothing to point anywhere.
  if (length === 0) vector[0] = 1;
  return vector.map((value) => value / (length || 1));
}
