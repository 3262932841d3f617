import { expect, test } from 'vitest';
import { OutputCheck } from './output-check.js';

const check = new OutputCheck();
const unchecked = (message: string) => ({ reason: 'output_unchecked', message, details: { isRetryable: false } });

test('says what does not fit, and that no JSON never does', async () => {
  const schema = { type: 'object', required: ['a'], additionalProperties: false };
  expect(await check.errors('a company', schema, '{"a": 1}')).toEqual(['the output must NOT have additional properties (a)']);
  expect(await check.errors('a company', schema, 'a text')).toEqual(['the output is not JSON']);
});

test('gives up on a pattern that takes for ever', async () => {
  const checking = check.errors('a company', { type: 'string', pattern: '^(a+)+$' }, JSON.stringify(`${'a'.repeat(40)}!`));
  await expect(checking).rejects.toMatchObject(unchecked('the schema takes too long to check with'));
});

test('tells an output that is nested too deep to be checked from one that does not fit', async () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  expect(await check.errors('a company', { type: 'object' }, deep)).toEqual(['the output must be object']);
  await expect(check.errors('a company', { items: { $ref: '#' } }, deep)).rejects.toMatchObject(
    unchecked('Maximum call stack size exceeded'),
  );
});

test('refuses a schema whose check would answer later, which everything fits', async () => {
  const schema = { $async: true, type: 'object' };
  expect(await OutputCheck.schemaFault('a company', schema)).toContain('$async');
  await expect(check.errors('a company', schema, '1')).rejects.toMatchObject(unchecked(expect.stringContaining('$async')));
});

test('takes a good schema however many are checked at once', async () => {
  const faults = Array.from({ length: 20 }, (_, at) =>
    OutputCheck.schemaFault(`company ${at % 4}`, { type: 'object', required: [`p${at}`] }),
  );
  expect(new Set(await Promise.all(faults))).toEqual(new Set([null]));
});
