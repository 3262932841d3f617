import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Failure, nextStep } from './next-step.js';

const models = fc.array(fc.constant({ provider: 'p', model: 'm' }), { minLength: 1, maxLength: 4 });
const failure = fc.record({
  reason: fc.constantFrom('timeout', 'auth', 'output_invalid'),
  message: fc.string(),
  isRetryable: fc.boolean(),
  retryAfterMs: fc.option(fc.integer({ min: 0, max: 3_600_000 }), { nil: undefined }),
}) as fc.Arbitrary<Failure>;

test('every run ends after as many attempts as its models are allowed at most, and asks the models in their order', () => {
  fc.assert(
    fc.property(
      models,
      fc.integer({ min: 1, max: 5 }),
      fc.array(failure, { minLength: 20, maxLength: 20 }),
      (list, max_attempts, failures) => {
        const request = { models: list, max_attempts } as never;
        let at = { model_index: 0, model_attempts: 0 };
        for (let attempt = 1; ; attempt++) {
          expect(attempt).toBeLessThanOrEqual(list.length * max_attempts);
          at = { ...at, model_attempts: at.model_attempts + 1 };
          const step = nextStep({ request, ...at }, failures[attempt - 1] as Failure, 0.5);
          if (step.kind === 'failed') {
            expect(at.model_index).toBe(list.length - 1);
            return;
          }
          expect([at.model_index, at.model_index + 1]).toContain(step.modelIndex);
          expect(step.delaySeconds).toBeLessThanOrEqual(300);
          if (step.modelIndex > at.model_index) at = { model_index: step.modelIndex, model_attempts: 0 };
        }
      },
    ),
  );
});

test('a provider is left alone for as long as it asks, but not for ever', () => {
  const tried = { request: { models: [{ provider: 'p', model: 'm' }], max_attempts: 3 } as never, model_index: 0, model_attempts: 1 };
  const limited = { reason: 'rate_limit', message: '', isRetryable: true };
  expect(nextStep(tried, { ...limited, retryAfterMs: 7_000 }, 0)).toEqual({
    kind: 'again',
    modelIndex: 0,
    modelAttempts: 1,
    delaySeconds: 7,
  });
  expect(nextStep(tried, { ...limited, retryAfterMs: 301_000 }, 0)).toEqual({ kind: 'failed', code: 'RATE_LIMIT' });
});

test('a stop of the process ends no run, and takes none of its tries', () => {
  const tried = { request: { models: [{ provider: 'p', model: 'm' }], max_attempts: 1 } as never, model_index: 0, model_attempts: 1 };
  const stopped = { reason: 'interrupted', message: '', isRetryable: true, isStop: true };
  expect(nextStep(tried, stopped)).toEqual({ kind: 'again', modelIndex: 0, modelAttempts: 0, delaySeconds: 0 });
});
