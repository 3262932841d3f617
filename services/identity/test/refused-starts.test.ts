import { execFile } from 'node:child_process';
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { jetstreamManager, RetentionPolicy } from '@nats-io/jetstream';
import { convergeStreams } from '@smartcontent/bus';
import { EVENTS, ResolveApiKey } from '@smartcontent/contracts';
import { ConfigError, type RunningService, startService } from '@smartcontent/service';
import { eventually, useStack } from '@smartcontent/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { partsOf, readConfig, start } from '../src/app.js';

const MIGRATION = 'CreateIdentity1767600000000';
const stack = useStack({ services: ['identity'] });
const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]();
  await rename('Unknown1767600000000', MIGRATION);
  await (await jetstreamManager(stack.nats)).streams.delete('EVT_IDENTITY').catch(() => undefined);
  await convergeStreams(stack.nats, EVENTS);
});

async function startWith(env: Record<string, string> = {}): Promise<RunningService> {
  const service = await start(readConfig({ ...stack.env('identity'), ...env }));
  opened.push(service);
  return service;
}

/** The migrate step then has not run what the code needs, or has again. */
const rename = (from: string, to: string) => stack.query('UPDATE identity.migrations SET name = $2 WHERE name = $1', [from, to]);
const readinessOf = async (service: RunningService) => (await fetch(`${service.healthUrl}/readyz`)).json();
const deleteStream = async () => (await jetstreamManager(stack.nats)).streams.delete('EVT_IDENTITY');

describe('identity refuses to start, and says why in one line,', () => {
  async function refusal(env: Record<string, string> = {}, starting = startWith(env)): Promise<string> {
    const error = await starting.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).not.toContain('\n');
    return (error as ConfigError).message;
  }

  test('with a password that NATS does not know', async () => {
    const url = stack.natsUrl('identity').replace(':secret@', ':wrong@');
    expect(await refusal({ NATS_URL: url })).toMatch(/^The configuration of identity is wrong: NATS_URL: .*Authorization Violation/);
  });

  test('with a password that Postgres does not know', async () => {
    const url = new URL(stack.env('identity').POSTGRES_URL as string);
    url.password = 'wrong';
    expect(await refusal({ POSTGRES_URL: url.href })).toContain('password authentication failed for user "identity"');
  });

  test('without a master key, or with half of one: what it audits is sealed', async () => {
    expect(await refusal({ MASTER_KEY: '' })).toContain('MASTER_KEY: MASTER_KEY or MASTER_KEY_FILE is missing');
    expect(await refusal({ MASTER_KEY: 'c2hvcnQ=' })).toContain('MASTER_KEY: the master key must be 32 bytes in base64');
  });

  test('with a mail server that speaks no SMTP', async () => {
    expect(await refusal({ SMTP_URL: 'https://mail.example' })).toContain('SMTP_URL must be smtp:// or smtps://');
  });

  test('on a stream that forgets what everybody has read', async () => {
    await deleteStream();
    const { streams } = await jetstreamManager(stack.nats);
    await streams.add({ name: 'EVT_IDENTITY', subjects: ['evt.identity.>'], retention: RetentionPolicy.Interest });
    expect(await refusal()).toContain('stream EVT_IDENTITY has retention "interest", not "limits"');
  });

  test('on a schema that is older than its code', async () => {
    await rename(MIGRATION, 'Unknown1767600000000');
    expect(await refusal()).toContain(`Postgres lacks the migrations ${MIGRATION}; run the migrate step first`);
  });

  test('without a handler for a request that it owns', async () => {
    const starting = startService(readConfig(stack.env('identity')).service, { module: { module: class {} } });
    expect(await refusal({}, starting)).toContain(`${ResolveApiKey.subject} has no handler`);
  });

  test('with a projection of events that it does not handle', async () => {
    const projections = [{ name: 'posts', sources: ['scheduling' as const], clear: async () => undefined }];
    const config = readConfig(stack.env('identity'));
    const starting = startService(config.service, { ...partsOf(config), projections });
    expect(await refusal({}, starting)).toContain('the projection posts is made of events of scheduling, which it does not handle');
  });
});

test('as a process it is one line and exit code 78, which no supervisor takes for an accident', async () => {
  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
  const env = { ...stack.env('identity'), NATS_URL: stack.natsUrl('identity').replace(':secret@', ':wrong@') };
  const ended = await promisify(execFile)(process.execPath, [main], { env }).catch((failure: unknown) => failure);
  const line = expect.stringMatching(/^The configuration of identity is wrong: NATS_URL: .*\n$/);
  expect(ended).toMatchObject({ code: 78, stderr: line });
});

describe('identity starts', () => {
  test('on a schema that is newer than its code: it was expanded first', async () => {
    await stack.query(`INSERT INTO identity.migrations (timestamp, name) VALUES (1999999999999, 'AddColumn1999999999999')`);
    expect(await readinessOf(await startWith())).toMatchObject({ status: 'ready' });
  });

  test('before its streams were made, names what it waits for, and is ready when they are there', async () => {
    await deleteStream();
    const service = await startWith();
    expect(await readinessOf(service)).toMatchObject({ status: 'waiting', missing: ['stream EVT_IDENTITY'] });
    await convergeStreams(stack.nats, EVENTS);
    await eventually(async () =>
      expect(await readinessOf(service)).toEqual({ status: 'ready', stores: { nats: 'up', postgres: 'up', redis: 'up' } }),
    );
  });

  test('while Postgres is away, and ends when it comes with a schema that is too old', async () => {
    const postgres = await reservePort();
    const through = (url?: string) => Object.assign(new URL(url ?? ''), { port: String(postgres.port) }).href;
    const { POSTGRES_URL, POSTGRES_SYSTEM_URL } = stack.env('identity');
    const service = await startWith({ POSTGRES_URL: through(POSTGRES_URL), POSTGRES_SYSTEM_URL: through(POSTGRES_SYSTEM_URL) });
    expect(await readinessOf(service)).toMatchObject({ status: 'waiting', missing: ['Postgres'] });
    await rename(MIGRATION, 'Unknown1767600000000');
    await postgres.open(Number(new URL(POSTGRES_URL as string).port));
    await expect(service.failed).rejects.toThrow(MIGRATION);
  });
});

/** A port on which nobody answers until it is opened. */
async function reservePort() {
  const sockets = new Set<Socket>();
  const listen = (server: Server, port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = (server: Server) => new Promise((resolve) => server.close(resolve));
  const reserved = createServer();
  await listen(reserved, 0);
  const { port } = reserved.address() as { port: number };
  await close(reserved);
  const open = async (target: number) => {
    const server = createServer((client) => {
      const store = openSocket(target, '127.0.0.1');
      for (const socket of [client, store]) sockets.add(socket.on('error', () => socket.destroy()));
      client.pipe(store).pipe(client);
    });
    opened.unshift({
      [Symbol.asyncDispose]: async () => {
        for (const socket of sockets) socket.destroy();
        await close(server);
      },
    });
    await listen(server, port);
  };
  return { port, open };
}
