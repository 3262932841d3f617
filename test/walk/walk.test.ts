import { expect, test } from 'vitest';
import { tableOf } from './report.js';
import { runWalk } from './run-walk.js';
import { useWalkPlatform } from './walk-platform.fixture.js';

const { addresses } = useWalkPlatform();

test('no stranger gets anything of a company by any door, and no door is left out', { timeout: 180_000 }, async () => {
  const result = await runWalk(addresses(), { isSample: true });
  expect(result, tableOf(result)).toMatchObject({ leaks: [], uncovered: [] });
  expect(result.tries).toBeGreaterThan(1_000);
});
