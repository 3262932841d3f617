import { join } from 'node:path';
import { parseArgs } from 'node:util';

const CORPUS = join(import.meta.dirname, '..', 'corpus');

export interface DemoOptions {
  readonly postsFile: string;
  readonly accessLogFile: string;
  /** Where the report goes as one flat JSON object. */
  readonly jsonFile: string | undefined;
}

export const USAGE = `npm run demo [-- --posts FILE.ndjson] [--access-log FILE] [--json FILE]

Drives the whole loop on a running platform, or on one that it starts and stops itself.
  --posts FILE       NDJSON with title and body a line (default: the corpus of this repository)
  --access-log FILE  Apache combined log (default: the corpus of this repository)
  --json FILE        writes the report as one flat JSON object`;

/** Throws where an option is unknown; returns undefined where help was asked for. */
export function readOptions(args: readonly string[]): DemoOptions | undefined {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      posts: { type: 'string' },
      'access-log': { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  return {
    postsFile: values.posts ?? join(CORPUS, 'posts.ndjson'),
    accessLogFile: values['access-log'] ?? join(CORPUS, 'access.log'),
    jsonFile: values.json,
  };
}
