import type { Rule } from '../project.ts';

const TABLE = 'libs/contracts/src/errors.ts';
const REFERENCE = 'docs/reference/errors.md';

/** Every code that a client can meet stands in the error reference. */
export const errorCodesDocumented: Rule = {
  name: 'error-codes-documented',
  check: (project) => {
    const reference = project.has(REFERENCE) ? project.read(REFERENCE) : '';
    const codes = [...project.read(TABLE).matchAll(/^ {2}([A-Z_]+): (?:final|retryable)\(/gm)].map((match) => match[1] ?? '');
    if (codes.length === 0) return [{ path: TABLE, message: 'no code found; did the table change its form?' }];
    return codes
      .filter((code) => !reference.includes(`\`${code}\``))
      .map((code) => ({ path: REFERENCE, message: `${code} is missing; run pnpm generate` }));
  },
};
