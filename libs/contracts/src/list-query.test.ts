import { expect, it } from 'vitest';
import { z } from 'zod';
import { oneOrMore, orderOf, rangeInput, sortInput } from './list-query.js';

const input = z.strictObject({
  status: oneOrMore(z.enum(['draft', 'sent'])),
  ...rangeInput('created_at'),
  ...sortInput(['created_at', 'title'], '-created_at'),
});

it('reads a query and reads again what came of it, as the owner does', () => {
  const query = { status: 'sent,draft,sent', created_at_from: '2026-01-05T09:00:00Z', sort: 'title' };
  const read = input.parse(query);
  expect(read).toEqual({ ...query, status: ['sent', 'draft'] });
  expect(input.parse(read)).toEqual(read);
  expect(input.parse({})).toEqual({ sort: '-created_at' });
});

it.each([
  { status: '' },
  { status: 'draft,' },
  { status: 'lost' },
  { status: [] },
  { status: 5 },
  { sort: 'status' },
  { sort: '--title' },
  { created_at_to: '2026' },
])('refuses %j', (query) => {
  expect(input.safeParse(query).success).toBe(false);
});

it('tells the field of an order and its end', () => {
  expect([orderOf('-created_at'), orderOf('created_at')]).toEqual([
    { field: 'created_at', isDescending: true },
    { field: 'created_at', isDescending: false },
  ]);
});
