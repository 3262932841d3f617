import { expect, test } from 'vitest';
import { useStack } from './use-stack.js';

const stack = useStack({ services: ['gateway'] });

test('asks', async () => {
  expect(await stack.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
