import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@smartcontent/contracts';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ProcessSettings } from './consumer-process.fixture.js';
import { DEAD_HEADER } from './dead-letters.js';
import { eventually, PostChanged, TestBus } from './test-bus.fixture.js';
import { TestConsumer, TestProducer } from './test-consumer.fixture.js';

const main = fileURLToPath(new URL('./consumer-process.fixture.ts', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript');
/** Lets plain Node run the sources, decorators among them; what the first process compiled the next ones find. */
const fromSource = (folder: string) =>
  `data:text/javascript,${encodeURIComponent(`
  import { hash } from 'node:crypto';
  import { existsSync, readFileSync, writeFileSync } from 'node:fs';
  import { createRequire, registerHooks } from 'node:module';
  import { fileURLToPath } from 'node:url';
  const compile = (url) => {
    const ts = createRequire('${import.meta.url}')('${compiler}');
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2024, experimentalDecorators: true };
    return ts.transpileModule(readFileSync(fileURLToPath(url), 'utf8'), { compilerOptions }).outputText;
  };
  const isOurs = (specifier, from) => specifier.startsWith('.') && !from?.includes('/node_modules/');
  registerHooks({
    resolve: (specifier, context, next) =>
      next(isOurs(specifier, context.parentURL) ? specifier.replace(/\\.js$/, '.ts') : specifier, context),
    load: (url, context, next) => {
      if (!url.endsWith('.ts')) return next(url, context);
      const kept = '${folder}/' + hash('sha1', url) + '.js';
      if (!existsSync(kept)) writeFileSync(kept, compile(url));
      return { format: 'module', shortCircuit: true, source: readFileSync(kept) };
    },
  });`)}`;
/** Compiling takes its time on a busy machine. */
const START_MS = 60_000;

let bus: TestBus;
let database: Database;
let producer: TestProducer;
let compiled: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  compiled = mkdtempSync(join(tmpdir(), 'smartcontent-compiled-'));
  bus = await TestBus.start({ postgres: true, ackWaitSeconds: 0.5 });
  database = await bus.database('content');
  producer = await TestProducer.start(bus);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await bus?.[Symbol.asyncDispose]();
  rmSync(compiled, { recursive: true, force: true });
});

/** A replica in a process of its own; `output` has a word for each outcome. */
function startProcess() {
  const settings: ProcessSettings = {
    natsUrl: bus.natsUrl('content'),
    database: bus.databaseOptions('content'),
    tokens: bus.tokenOptions('content'),
    maxAttempts: 1,
  };
  const flags = ['-C', 'development', '--no-warnings', '--import', fromSource(compiled)];
  const child = spawn(process.execPath, [...flags, main, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const replica = { output: '', isGone: false };
  child.stdout?.on('data', (text) => {
    replica.output += text;
  });
  child.on('exit', () => {
    replica.isGone = true;
  });
  return replica;
}

const send = (text: string) => {
  const aggregateid = newId();
  const id = newId();
  const sent = producer.send(PostChanged.subject, JSON.stringify({ text }), { aggregateid, id });
  return sent.then(() => ({ aggregateid, id }));
};
const effects = (aggregateId: string) =>
  database.withSystem('test', (tx) => tx.query('SELECT version FROM effects WHERE aggregate_id = $1', [aggregateId]));

describe('an event', () => {
  it('that ends its process again and again goes to the dead letters, and those beside it are handled once', {
    timeout: 120_000,
  }, async () => {
    const before = await Promise.all([1, 2, 3].map(() => send('innocent')));
    const killer = await send('kill');
    const after = await Promise.all([1, 2, 3].map(() => send('innocent')));
    let deaths = 0;
    for (;;) {
      const replica = startProcess();
      await eventually(() => expect(replica.isGone || replica.output.includes('dead')).toBe(true), START_MS);
      if (!replica.isGone) break;
      deaths += 1;
    }
    expect((await producer.deadLetter(killer.id)).header.get(DEAD_HEADER.cause)).toBe('killer');
    // At most two deliveries in company, and as many attempts alone as it is given: the server may count one that did not arrive.
    expect(deaths).toBeGreaterThan(1);
    expect(deaths).toBeLessThan(4);
    for (const { aggregateid } of [...before, ...after])
      await eventually(async () => expect(await effects(aggregateid)).toEqual([{ version: 1 }]));
    expect(await effects(killer.aggregateid)).toEqual([]);
  });

  it('that only waits while its processes are killed is handled in the end', { timeout: 60_000 }, async () => {
    const { aggregateid } = await send('wait');
    const crashed: TestConsumer[] = [];
    for (let kills = 0; kills < 15; kills += 1) {
      const replica = await TestConsumer.start(bus, database, {
        handler: async () => {
          throw new AppError('PLATFORM_SERVICE_UNAVAILABLE');
        },
      });
      crashed.push(replica);
      await eventually(() => expect(replica.outcomes).toContain('retried'));
      await replica.crash();
    }
    await using content = await TestConsumer.start(bus, database);
    await content.server.drained();
    expect(await content.versions(aggregateid)).toEqual([1]);
    expect(content.outcomes).toEqual(['handled']);
    for (const replica of crashed) await replica.stop();
  });
});
