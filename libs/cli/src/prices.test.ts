import { ListPlatformPrices, type RequestContract, SetPlatformPrice } from '@smartcontent/contracts';
import { expect, it } from 'vitest';
import type { OperatorCalls } from './operator-call.js';
import { listPrices, setPrice } from './prices.js';

const version = ListPlatformPrices.example.output.items[0] as object;

/** A platform with these versions, in pages of one. */
function platform(...versions: object[]) {
  const asked: [string, object][] = [];
  const ask = async (contract: RequestContract, input: { cursor?: string }) => {
    contract.input.parse(input);
    asked.push([contract.subject, input]);
    if (contract === SetPlatformPrice) return version;
    const from = Number(input.cursor ?? 0);
    return { items: versions.slice(from, from + 1), next_cursor: from + 1 < versions.length ? String(from + 1) : null };
  };
  return { calls: { ask } as Partial<OperatorCalls> as OperatorCalls, asked };
}

it('sets a price with the types that were named', async () => {
  const { calls, asked } = platform();
  await setPrice(calls, ['a-model'], { input: '3', output: '15', cache_read: '0.3', valid_from: '2026-01-06T09:00:00Z' });
  const usd_per_million = { input: '3', output: '15', cache_read: '0.3' };
  expect(asked).toEqual([[SetPlatformPrice.subject, { model: 'a-model', usd_per_million, valid_from: '2026-01-06T09:00:00Z' }]]);
});

it('asks nothing where a price or the model is missing', async () => {
  const { calls, asked } = platform();
  await expect(setPrice(calls, ['a-model'], { input: '3' })).rejects.toThrow('needs --output');
  await expect(setPrice(calls, [], { input: '3', output: '15' })).rejects.toThrow('one model');
  expect(asked).toEqual([]);
});

it('lists every version, page after page, and says what has no price of its own', async () => {
  const { calls } = platform(version, { ...version, model: 'other\u001b[2J' });
  const { text, json } = await listPrices(calls, {});
  expect(json).toHaveLength(2);
  expect(text).toMatch(/^model-of-a-provider +2026-01-05T09:00:00.000Z +1\.000000 +2\.000000 +- +- +- +/m);
  expect(text).toMatch(/^other \[2J /m);
});
