import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const built = pathToFileURL('libs/service/dist/index.js').href;
const tellLoaded = `import { registerHooks } from 'node:module';
  registerHooks({ load: (url, context, next) => { if (url.includes('@opentelemetry+')) console.log(url); return next(url, context); } });`;

test('a service that nobody traces does not load the SDK', () => {
  const hook = `data:text/javascript,${encodeURIComponent(tellLoaded)}`;
  const loaded = execFileSync(process.execPath, ['--import', hook, '--input-type=module', '-e', `await import('${built}')`], {
    encoding: 'utf8',
  });
  // prom-client brings the interfaces along.
  expect(loaded.split('\n').filter((url) => url && !url.includes('@opentelemetry+api@'))).toEqual([]);
});
