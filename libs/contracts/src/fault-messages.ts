import { z } from 'zod';

/** What a person is told where a schema says nothing of its own: the words of zod speak of its types. */
z.config({
  customError: ({ code, input, ...issue }) => {
    if (code !== 'invalid_type') return undefined;
    if (input === undefined) return 'is required';
    return Number.isNaN(input) && issue.expected === 'number' ? 'must be a number' : undefined;
  },
});
