import { z } from 'zod';
import type { RequestContract } from './define.js';

type Answer = Pick<RequestContract, 'output'>;

/** Whether the answer is a page with more after it, whose place `next_cursor` tells. */
export function isPage({ output }: Answer): boolean {
  return namesOf(output).includes('next_cursor');
}

/**
 * Names of the fields that a client can ask for with `fields=`: those of an item where the answer is a list (`items`), else those of
 * the answer. None where the answer is no object, or a route has a field `fields` of its own.
 */
export function sparseFieldsOf({ http, input, output }: Pick<RequestContract, 'http' | 'input' | 'output'>): readonly string[] {
  if (http?.method !== 'GET' || http.kind !== 'json' || namesOf(input).includes('fields')) return [];
  return namesOf(itemOf(output) ?? output);
}

/** The schema of an item where the answer is a list. */
export function itemOf(output: z.ZodType): z.ZodType | null {
  const items = output instanceof z.ZodObject ? (output.shape.items as z.ZodType | undefined) : undefined;
  return items instanceof z.ZodArray ? (items.element as z.ZodType) : null;
}

/** Names of an object's fields; of a union, those of any of its members. */
function namesOf(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return [...new Set((schema.options as z.ZodType[]).flatMap(namesOf))];
  if (schema instanceof z.ZodPipe) return namesOf(schema.in as z.ZodType);
  return [];
}
