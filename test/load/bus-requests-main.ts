import { randomUUID } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { ActorTokens, connectBus, Handles, RequestClient } from '@smartcontent/bus';
import { type Actor, defineRequest, type InputOf, type OutputOf, ROLE_SCOPES } from '@smartcontent/contracts';
import { type ServiceConfig, startService } from '@smartcontent/service';
import { z } from 'zod';
import type { RequestLoad } from './bus-requests.js';
import { readRequestPeerConfig } from './config.js';

const AT_ONCE = 64;
const DEADLINE_MS = 10_000;
const RAW_SUBJECT = 'bench.raw';
const TEXT = 'Write the draft early, let one reader approve it, publish it when they are awake. '.repeat(3);

const EchoText = defineRequest({
  subject: 'rpc.sandbox.text.echo.v1',
  summary: 'Gives the text back',
  input: z.strictObject({ id: z.uuid(), text: z.string().max(1_000), limit: z.number().int().default(20) }),
  output: z.object({ id: z.uuid(), text: z.string() }),
  http: { method: 'POST', path: '/v1/bench-echo', scope: 'content:read', rateClass: 'read' },
  example: {
    input: { id: '0192f0c1-7a00-7000-8000-000000000001', text: 'a' },
    output: { id: '0192f0c1-7a00-7000-8000-000000000001', text: 'a' },
  },
});
const INPUT = { id: EchoText.example.input.id, text: TEXT };
const FRAMES = {
  request: JSON.stringify({ pattern: EchoText.subject, data: INPUT, id: '1' }),
  answer: JSON.stringify({ response: INPUT, isDisposed: true, id: '1' }),
};

@Controller()
class EchoRpc {
  @Handles(EchoText)
  async echo({ id, text }: InputOf<typeof EchoText>): Promise<OutputOf<typeof EchoText>> {
    return { id, text };
  }
}

@Module({ controllers: [EchoRpc] })
class EchoModule {}

type Calls = Readonly<Record<RequestLoad['way'], () => Promise<unknown>>>;

const role = process.argv[2] === 'server' ? 'server' : 'client';
const config = readRequestPeerConfig(role);
process.once('disconnect', () => process.exit());
await (role === 'server' ? serve(config) : drive(await makeCalls(config)));

async function serve(config: ServiceConfig): Promise<void> {
  await startService(config, { module: EchoModule, contracts: [EchoText] });
  const raw = await connectBus({ url: config.natsUrl, name: config.name });
  raw.subscribe(RAW_SUBJECT, { callback: (_error, message) => void message.respond(FRAMES.answer) });
  await raw.flush();
  process.send?.('ready');
}

async function makeCalls({ name, natsUrl, ...keys }: ServiceConfig): Promise<Calls> {
  const raw = await connectBus({ url: natsUrl, name });
  const client = new RequestClient(await connectBus({ url: natsUrl, name }));
  const tokens = new ActorTokens({ service: name, privateKey: keys.actorPrivateKey, publicKeys: keys.actorPublicKeys });
  const [company_id, user_id] = [randomUUID(), randomUUID()];
  const actor: Actor = { kind: 'user', company_id, user_id, tier: 'free', role: 'admin', scopes: [...ROLE_SCOPES.admin] };
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  return {
    raw: () => raw.request(RAW_SUBJECT, FRAMES.request, { timeout: DEADLINE_MS }),
    bus: async () => {
      const actorToken = await tokens.mint(actor);
      const deadlineMs = Date.now() + DEADLINE_MS;
      await client.call(EchoText, INPUT, { actor, actorToken, correlationId: randomUUID(), traceparent, deadlineMs, idempotency: null });
    },
  };
}

/** Measures whatever the parent asks for. */
function drive(calls: Calls): void {
  process.on('message', async ({ way, milliseconds }: RequestLoad) => {
    const startedAt = performance.now();
    const counts = await Promise.all(Array.from({ length: AT_ONCE }, () => callUntil(calls[way], startedAt + milliseconds)));
    process.send?.((counts.reduce((sum, count) => sum + count, 0) / (performance.now() - startedAt)) * 1_000);
  });
  process.send?.('ready');
}

async function callUntil(call: () => Promise<unknown>, endsAt: number): Promise<number> {
  let count = 0;
  while (performance.now() < endsAt) {
    await call();
    count += 1;
  }
  return count;
}
