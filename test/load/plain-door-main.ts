import { ActorTokens, connectBus, RequestClient } from '@smartcontent/bus';
import { type Actor, CreateContent, GetContent, type InputOf, type RequestContext } from '@smartcontent/contracts';
import { fastify } from 'fastify';
import { readPlainDoorConfig } from './config.js';

/**
 * The routes that `bench auth` measures, without an edge: the input is checked and the owner is asked over NATS, and nobody is asked who he is,
 * counted, signed for or kept from asking twice. Its one token is made ahead.
 */
const { service, port, actor } = readPlainDoorConfig();
const DEADLINE_MS = 10_000;
const connection = await connectBus({ url: service.natsUrl, name: service.name });
const client = new RequestClient(connection);
const tokens = new ActorTokens({ service: service.name, privateKey: service.actorPrivateKey, publicKeys: service.actorPublicKeys });
const app = fastify();

app.get('/readyz', async () => ({ status: 'ready' }));

app.get('/v1/content/:content_id', async (request, reply) => {
  const input = GetContent.input.parse(request.params) as InputOf<typeof GetContent>;
  return reply.send(await client.call(GetContent, input, await contextOf(actor)));
});

app.post('/v1/content', async (request, reply) => {
  const input = CreateContent.input.parse(request.body) as InputOf<typeof CreateContent>;
  return reply.code(201).send(await client.call(CreateContent, input, await contextOf(actor)));
});

process.stdin.once('end', () => process.exit()).resume();
await app.listen({ port, host: '127.0.0.1' });

/** A token lives a few minutes; until it is stale the same one is handed out. */
async function contextOf(caller: Actor): Promise<RequestContext> {
  const actorToken = await tokens.mint(caller);
  return { actor: caller, actorToken, correlationId: 'bench', traceparent: null, deadlineMs: Date.now() + DEADLINE_MS, idempotency: null };
}
