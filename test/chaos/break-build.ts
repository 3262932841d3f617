import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

// Preloaded into a service's process by NODE_OPTIONS (see broken-builds.ts), so it imports nothing but Node's own.
const { searchParams } = new URL(import.meta.url);
const file = searchParams.get('file') as string;
const changes = JSON.parse(searchParams.get('changes') as string) as [text: string, replacement: string][];
const target = pathToFileURL(file).href;

registerHooks({
  load(url, context, nextLoad) {
    if (url !== target) return nextLoad(url, context);
    const source = changes.reduce(replaceOnce, readFileSync(file, 'utf8'));
    process.stderr.write(`broken on purpose: ${searchParams.get('name')}\n`);
    return { format: 'module', shortCircuit: true, source };
  },
});

function replaceOnce(source: string, [text, replacement]: [string, string]): string {
  const [before, after, ...more] = source.split(text);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`${file} does not hold ${text} exactly once`);
  return before + replacement + after;
}
