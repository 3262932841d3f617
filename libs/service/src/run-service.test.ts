import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const child = fileURLToPath(new URL('./run-service.fixture.ts', import.meta.url));
/** Lets plain Node run the sources: a relative import that ends in .js means the .ts beside it. */
const fromSource = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const isOurs = (specifier, from) => specifier.startsWith('./') && !from?.includes('/node_modules/');
  registerHooks({ resolve: (specifier, context, next) =>
    next(isOurs(specifier, context.parentURL) ? specifier.replace(/\\.js$/, '.ts') : specifier, context) });`)}`;
const nodeFlags = ['-C', 'development', '--no-warnings', '--experimental-transform-types', '--import', fromSource];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const process of children.splice(0)) process.kill('SIGKILL');
});

function run(stdin: 'pipe' | 'ignore', mode = 'normal') {
  const process_ = spawn(process.execPath, [...nodeFlags, child, mode], { stdio: [stdin, 'pipe', 'pipe'] });
  children.push(process_);
  let output = '';
  process_.stdout?.on('data', (text) => (output += text));
  process_.stderr?.on('data', (text) => (output += text));
  const exited = once(process_, 'close').then(([code]) => ({ code, output }));
  const said = (text: string) => expect.poll(() => output, { timeout: 10_000 }).toContain(text);
  return { process: process_, exited, said };
}

test('a signal stops it cleanly', async () => {
  const service = run('ignore');
  await service.said('started');
  service.process.kill('SIGTERM');
  expect(await service.exited).toMatchObject({ code: 0, output: expect.stringContaining('stopped') });
});

test('the end of the supervisor stops it', async () => {
  const service = run('pipe');
  await service.said('started');
  service.process.stdin?.destroy();
  expect(await service.exited).toMatchObject({ code: 0, output: expect.stringContaining('stopped') });
});

test('without a supervisor it runs on though nobody holds its stdin', async () => {
  const service = run('ignore');
  await service.said('started');
  service.process.kill('SIGUSR2');
  await service.said('alive');
  service.process.kill('SIGINT');
  expect((await service.exited).code).toBe(0);
});

test('a second signal does not wait for what hangs', async () => {
  const service = run('ignore', 'hanging');
  await service.said('started');
  service.process.kill('SIGTERM');
  await service.said('stopping');
  service.process.kill('SIGTERM');
  expect((await service.exited).code).toBe(1);
});

test('a wrong configuration is one line and exit code 78', async () => {
  const { code, output } = await run('ignore', 'misconfigured').exited;
  expect(code).toBe(78);
  expect(output).toBe('The configuration of identity is wrong: NATS_URL is missing\n');
});

test('what can no longer run because of its configuration ends with 78 as well', async () => {
  const { code, output } = await run('ignore', 'refused-later').exited;
  expect(code).toBe(78);
  expect(output).toContain('The configuration of identity is wrong: NATS_URL: refused\n');
});

test('anything else that keeps it from starting is exit code 1', async () => {
  const { code, output } = await run('ignore', 'failing').exited;
  expect(code).toBe(1);
  expect(output).toContain('the port is taken');
});
