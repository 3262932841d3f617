import { expect, it } from 'vitest';
import { instant } from './page.js';

it.each(['2026-01-06T09:00:00Z', '2026-01-06T09:00:00.123456+05:45', '2026-01-06T09:00:00-15:59', '9999-12-31T23:59:59Z'])(
  'takes %s',
  (text) => {
    expect(instant.safeParse(text).success).toBe(true);
  },
);

it.each([
  '0000-01-01T00:00:00Z',
  '2099-01-01T00:00:00+16:00',
  '2099-01-01T00:00:00-23:59',
  '2099-02-30T00:00:00Z',
  '2099-01-01T00:00:00',
  '2099-01-01',
])('refuses %s, which Postgres would not take', (text) => {
  expect(instant.safeParse(text).success).toBe(false);
});
