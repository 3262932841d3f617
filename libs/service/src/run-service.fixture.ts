/** A process for run-service.test.ts: a service that does nothing, in the manner that its first argument names. */
import { createServer } from 'node:net';
import { runService } from './run-service.js';
import type { RunningService } from './running-service.js';
import { ConfigError } from './service-config.js';

const mode = process.argv[2];
const say = (line: string) => process.stdout.write(`${line}\n`);

await runService(async () => {
  if (mode === 'misconfigured') throw new ConfigError('identity', ['NATS_URL is missing']);
  if (mode === 'failing') throw new Error('the port is taken');
  const server = createServer().listen(0, '127.0.0.1');
  process.on('SIGUSR2', () => say('alive'));
  say('started');
  const refused = new ConfigError('identity', ['NATS_URL: refused']);
  return {
    ...(mode === 'refused-later' && { failed: Promise.reject(refused) }),
    async [Symbol.asyncDispose]() {
      say('stopping');
      if (mode === 'hanging') await new Promise(() => undefined);
      server.close();
      say('stopped');
    },
  } as Partial<RunningService> as RunningService;
});
