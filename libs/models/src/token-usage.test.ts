import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type TokenUsage, usageOfAnthropic, usageOfOpenAi } from './token-usage.js';

const tokens = fc.nat({ max: 1_000_000 });
const all = ({ input, output, cacheRead, cacheWrite }: TokenUsage) => (input ?? 0) + (output ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0);

it('adds up to what was read and written, by both protocols', () => {
  fc.assert(
    fc.property(tokens, tokens, tokens, tokens, tokens, (plain, cacheRead, cacheWrite, text, reasoning) => {
      const openAi = usageOfOpenAi({
        prompt_tokens: plain + cacheRead,
        completion_tokens: text + reasoning,
        total_tokens: plain + cacheRead + text + reasoning,
        prompt_tokens_details: { cached_tokens: cacheRead },
        completion_tokens_details: { reasoning_tokens: reasoning },
      });
      expect(openAi).toEqual({ input: plain, output: text + reasoning, cacheRead, cacheWrite: null, reasoning });
      expect(all(openAi)).toBe(plain + cacheRead + text + reasoning);
      const started = {
        input_tokens: plain,
        output_tokens: 1,
        cache_read_input_tokens: cacheRead,
        cache_creation_input_tokens: cacheWrite,
      };
      const anthropic = usageOfAnthropic(started, {
        output_tokens: text + reasoning,
        output_tokens_details: { thinking_tokens: reasoning },
      });
      expect(anthropic).toEqual({ input: plain, output: text + reasoning, cacheRead, cacheWrite, reasoning });
      expect(all(anthropic)).toBe(plain + cacheRead + cacheWrite + text + reasoning);
    }),
  );
});

it('counts reasoning as output also where a server tells it on top', () => {
  const onTop = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 34, completion_tokens_details: { reasoning_tokens: 20 } };
  expect(usageOfOpenAi(onTop)).toMatchObject({ output: 24, reasoning: 20 });
});

it('takes whatever is no count for not told, and never for none', () => {
  const odd = fc.oneof(fc.double(), fc.integer({ max: -1 }), fc.string(), fc.anything());
  fc.assert(
    fc.property(odd, odd, odd, (first, second, third) => {
      const told = [
        usageOfOpenAi({ prompt_tokens: first, completion_tokens: second, prompt_tokens_details: { cached_tokens: third } }),
        usageOfAnthropic({ input_tokens: first, cache_read_input_tokens: third }, { output_tokens: second }),
        usageOfOpenAi(first),
        usageOfAnthropic(first, second),
      ];
      for (const count of told.flatMap((usage) => Object.values(usage) as (number | null)[])) {
        expect(count === null || (Number.isSafeInteger(count) && count >= 0)).toBe(true);
      }
    }),
  );
  expect(usageOfOpenAi({ prompt_tokens: 3, prompt_tokens_details: { cached_tokens: 4 } })).toMatchObject({ input: 3, cacheRead: null });
  expect(usageOfAnthropic({ input_tokens: 5, output_tokens: 1 }, undefined)).toMatchObject({ input: 5, output: null });
});
