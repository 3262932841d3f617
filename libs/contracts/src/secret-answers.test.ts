import { expect, test } from 'vitest';
import { z } from 'zod';
import { REQUESTS } from './index.js';

/** How fields are called that open something. */
const OPENS = /"(?:key|secret|[a-z_]*_(?:secret|token)|otpauth_url|recovery_codes|password)":\{/;

test('an answer that shows a secret is never kept for a repeat', () => {
  const shows = REQUESTS.filter(
    ({ http, output }) => http && OPENS.test(JSON.stringify(z.toJSONSchema(output, { unrepresentable: 'any' }))),
  );
  expect(shows.length).toBeGreaterThan(5);
  expect(shows.filter(({ http }) => !http?.isSecretAnswer).map(({ subject }) => subject)).toEqual([]);
});
