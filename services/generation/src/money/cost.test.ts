import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundOf, costsOf, MAX_TOKENS, type Price, TOKEN_TYPES, type TokenUsage, totalOf } from './cost.js';
import { formatUsd, parseUsd } from './usd.js';

const micro = fc.bigInt({ min: 0n, max: 9_999_999_999n });
/** As the contracts take a price: six decimals. */
const price = micro.map((value) => formatUsd(value * 1_000_000n).slice(0, -6));
const optionalPrice = fc.option(price);
const prices: fc.Arbitrary<Price> = fc.record({
  input: price,
  output: price,
  cache_read: optionalPrice,
  cache_write: optionalPrice,
  reasoning: optionalPrice,
});
const tokens = fc.integer({ min: 0, max: MAX_TOKENS });
const told: fc.Arbitrary<TokenUsage> = fc
  .record({
    input: tokens,
    output: tokens,
    cacheRead: fc.option(tokens),
    cacheWrite: fc.option(tokens),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ share, ...usage }) => ({ ...usage, reasoning: Math.floor(usage.output * share) }));
const NOTHING: TokenUsage = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
const SONNET: Price = { input: '3.000000', output: '15.000000', cache_read: '0.300000', cache_write: '3.750000', reasoning: null };

/** One type, in whole micro-dollars per million tokens: written once more, the plain way. */
const plain = (count: number, perMillion: string) => BigInt(count) * BigInt(perMillion.replace('.', ''));

describe('an amount', () => {
  test('comes back from its text to the last digit', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (amount) => parseUsd(formatUsd(amount)) === amount));
    expect(formatUsd(1n)).toBe('0.000000000001');
    expect(parseUsd('0.1') + parseUsd('0.2')).toBe(parseUsd('0.3'));
  });

  test('is refused where it is no decimal of twelve places', () => {
    for (const text of ['', '1e3', '0.1234567890123', '1,5', ' 1', 'NaN', '.5']) expect(() => parseUsd(text)).toThrow('no amount');
  });
});

describe('the cost of a call', () => {
  test('is exact for each type and in its sum', () => {
    fc.assert(
      fc.property(told, prices, (usage, price) => {
        const costs = costsOf(usage, price);
        const thought = usage.reasoning ?? 0;
        expect(costs.input).toBe(plain(usage.input ?? 0, price.input));
        expect(costs.output).toBe(plain((usage.output ?? 0) - thought, price.output));
        expect(costs.reasoning).toBe(plain(thought, price.reasoning ?? price.output));
        const known = TOKEN_TYPES.map((type) => costs[type]);
        const sum = known.every((cost) => cost !== null) ? known.reduce((a, b) => (a as bigint) + (b as bigint), 0n) : null;
        expect(totalOf(costs)).toBe(sum);
      }),
    );
  });

  test('is unknown without a price, and never zero', () => {
    fc.assert(fc.property(told, (usage) => totalOf(costsOf(usage, null)) === null));
  });

  test('is unknown where tokens came that the price does not name', () => {
    const usage = { ...NOTHING, input: 10, output: 10, cacheRead: 1 };
    expect(totalOf(costsOf(usage, { ...SONNET, cache_read: null }))).toBeNull();
    expect(totalOf(costsOf({ ...usage, cacheRead: 0 }, { ...SONNET, cache_read: null }))).toBe(parseUsd('0.00018'));
  });

  test('is unknown where the provider told nothing, or nothing that could be believed', () => {
    for (const usage of [
      NOTHING,
      { ...NOTHING, input: 5, output: 1e15 },
      { ...NOTHING, input: -1, output: 2 },
      { ...NOTHING, input: 0.5, output: 2 },
    ])
      expect(totalOf(costsOf(usage, SONNET))).toBeNull();
  });

  test('is nothing by a price of nothing, whatever was told', () => {
    const free: Price = { input: '0', output: '0', cache_read: '0', cache_write: '0', reasoning: '0' };
    expect(totalOf(costsOf(NOTHING, free))).toBe(0n);
  });

  test('stays within what was reserved for it', () => {
    fc.assert(
      fc.property(told, prices, (usage, price) => {
        const promptBytes = (usage.input ?? 0) + (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0);
        const total = totalOf(costsOf(usage, price));
        return total === null || total <= boundOf({ promptBytes, maxOutputTokens: usage.output ?? 0 }, price);
      }),
    );
  });

  test('fits into numeric(18,12) at its largest', () => {
    const [dearest, most] = ['9999.999999', MAX_TOKENS];
    const price: Price = { input: dearest, output: dearest, cache_read: dearest, cache_write: dearest, reasoning: dearest };
    const usage = { input: most, output: most, cacheRead: most, cacheWrite: most, reasoning: most };
    expect(totalOf(costsOf(usage, price)) ?? 0n).toBeLessThan(10n ** 18n);
  });
});
