import { z } from 'zod';
import { instant } from './page.js';

/** A field of the items, from its lowest value on; with `-` from its highest. */
export type Order<F extends string> = F | `-${F}`;

/** `sort` of a list: the fields that an index gives an order to, each from both ends, and the order that the list has of itself. */
export function sortInput<const F extends string>(fields: readonly [F, ...F[]], usual: Order<F>) {
  const orders = fields.flatMap((field): Order<F>[] => [field, `-${field}`]);
  const sort = z
    .enum(orders)
    .default(usual as never)
    .describe('Order of the items; with - from the highest');
  return { sort: sort as unknown as z.ZodDefault<z.ZodType<Order<F>, Order<F>>> };
}

/** What `sort` says. */
export function orderOf<F extends string>(sort: Order<F>): { readonly field: F; readonly isDescending: boolean } {
  const isDescending = sort.startsWith('-');
  return { field: (isDescending ? sort.slice(1) : sort) as F, isDescending };
}

/** Filter by a field of fixed values: one of them or several, which a query has with commas between them. */
export function oneOrMore<T extends string>(values: z.ZodType<T>): z.ZodOptional<z.ZodType<T[], T | T[]>> {
  const split = (given: unknown) => [...new Set(typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : [given])];
  return (z.preprocess(split, z.array(values).min(1)) as unknown as z.ZodType<T[], T | T[]>).optional();
}

/** Filter by a field that is true or false. */
export const trueOrFalse: z.ZodOptional<z.ZodType<boolean, boolean | 'true' | 'false'>> = (
  z.preprocess((given) => (given === 'true' ? true : given === 'false' ? false : given), z.boolean()) as unknown as z.ZodType<
    boolean,
    boolean | 'true' | 'false'
  >
).optional();

/** `<field>_from` and `<field>_to` of a list: at or after, and before. */
export function rangeInput<const F extends string>(field: F) {
  const range = {
    [`${field}_from`]: instant.optional().describe(`${field} at or after it`),
    [`${field}_to`]: instant.optional().describe(`${field} before it`),
  };
  return range as Record<`${F}_from` | `${F}_to`, z.ZodOptional<typeof instant>>;
}
