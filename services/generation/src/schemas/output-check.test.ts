import { expect, test } from 'vitest';
import { OutputCheck } from './output-check.js';

const check = new OutputCheck();

test('says what does not fit, and that no JSON never does', async () => {
  const schema = { type: 'object', required: ['a'], additionalProperties: false };
  expect(await check.errors(schema, '{"a": 1}')).toEqual(['the output must NOT have additional properties (a)']);
  expect(await check.errors(schema, 'a text')).toEqual(['the output is not JSON']);
});

test('gives up on a pattern that takes for ever', async () => {
  const errors = await check.errors({ type: 'string', pattern: '^(a+)+$' }, JSON.stringify(`${'a'.repeat(40)}!`));
  expect(errors).toEqual(['the schema takes too long to check with']);
});
