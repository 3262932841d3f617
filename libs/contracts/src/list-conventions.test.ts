import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { isPage, itemOf } from './answer-fields.js';
import type { HttpFace, RequestContract } from './define.js';
import { REQUESTS } from './registry.js';

/** What docs/api-conventions.md says, held against every contract. */

type Listed = RequestContract & { readonly http: HttpFace; readonly input: z.ZodObject };

const lists = REQUESTS.filter(
  (one): one is Listed => one.http?.method === 'GET' && one.http.kind === 'json' && itemOf(one.output) !== null,
);
/** The operator's lists go through streams and logs; they have no index to be asked by. */
const pages = lists.filter((list) => isPage(list) && list.http.audience !== 'operator');

const OF_A_PAGE = ['limit', 'cursor', 'sort'];
const RANGE = /^(\w+)_(?:from|to)$/;

/** Older than the convention, or no field of an item; a version 2 of the route would do as the others. */
const STAYS: Readonly<Record<string, readonly string[]>> = {
  'rpc.identity.audit.list.v1': ['from', 'to'],
};
/** Of fixed values, one at a time: there is no index for several. */
const ONE_AT_A_TIME: Readonly<Record<string, readonly string[]>> = {
  'rpc.identity.audit.list.v1': ['operation', 'service'],
};

const fieldsOf = (schema: z.ZodType | null): Readonly<Record<string, z.ZodType>> =>
  schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};
const inPath = ({ http }: Listed) => [...http.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

function bare(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? bare(schema.unwrap() as z.ZodType) : schema;
}

/** Names of the query that the convention does not know. */
function strayNames(list: Listed): string[] {
  const fields = fieldsOf(itemOf(list.output));
  return Object.keys(list.input.shape).filter((name) => {
    if (OF_A_PAGE.includes(name) || inPath(list).includes(name) || name in fields) return false;
    return !(RANGE.exec(name)?.[1] ?? '-' in fields);
  });
}

describe.each(pages)('$subject', (list) => {
  it('is bounded, and refuses the cursor of another list', () => {
    expect(Object.keys(list.input.shape)).toEqual(expect.arrayContaining(['limit', 'cursor']));
    expect(list.input.shape.limit?.safeParse('0').success).toBe(false);
    expect(list.input.shape.limit?.safeParse('1001').success).toBe(false);
    expect(list.errors).toContain('PLATFORM_CURSOR_INVALID');
  });

  it('names its filters after the fields of its items', () => {
    expect(strayNames(list)).toEqual(STAYS[list.subject] ?? []);
  });

  it('takes several of fixed values', () => {
    const single = Object.entries(list.input.shape).filter(
      ([name, schema]) => name !== 'sort' && bare(schema as z.ZodType) instanceof z.ZodEnum,
    );
    expect(single.map(([name]) => name)).toEqual(ONE_AT_A_TIME[list.subject] ?? []);
  });

  it('is sorted by fields of its items, each from both ends', () => {
    const sort = list.input.shape.sort as z.ZodType | undefined;
    const orders = sort ? ((bare(sort) as z.ZodEnum).options as string[]) : [];
    const fields = fieldsOf(itemOf(list.output));
    for (const order of orders) {
      const field = order.replace(/^-/, '');
      expect(Object.keys(fields)).toContain(field);
      expect(orders).toEqual(expect.arrayContaining([field, `-${field}`]));
    }
  });
});

test('nothing is excused that keeps the convention, or is no list', () => {
  const subjects = pages.map(({ subject }) => subject as string);
  for (const subject of [...Object.keys(STAYS), ...Object.keys(ONE_AT_A_TIME)]) expect(subjects).toContain(subject);
});
