import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { type Fault, faultSchema, takesPost } from './faults.js';
import type { InboxesStore } from './inboxes.store.js';

const inboxParams = z.object({ inbox: z.string().regex(/^[\w.-]{1,64}$/) });
const messageParams = inboxParams.extend({ id: z.string().min(1).max(255) });

/** A webhook platform: registers a signing secret, takes signed posts, tells what it took, and fails on request. */
export function mountInboxes(app: FastifyInstance, store: InboxesStore): void {
  app.put('/inboxes/:inbox', async (request, reply) => {
    const { secret } = z.strictObject({ secret: z.string().startsWith('whsec_') }).parse(request.body);
    store.register(inboxParams.parse(request.params).inbox, secret);
    return reply.code(204).send();
  });

  app.put('/inboxes/:inbox/faults', async (request, reply) => {
    store.setFaults(inboxParams.parse(request.params).inbox, z.array(faultSchema).max(100).parse(request.body));
    return reply.code(204).send();
  });

  app.post('/inboxes/:inbox/messages', (request, reply) => receive(store, request, reply));

  app.get('/inboxes/:inbox/messages', async (request) => {
    const { limit } = z.object({ limit: z.coerce.number().int().min(1).max(100_000).default(100) }).parse(request.query);
    return { items: store.listReceipts(inboxParams.parse(request.params).inbox, limit) };
  });

  app.get('/inboxes/:inbox/messages/:id', async (request, reply) => {
    const { inbox, id } = messageParams.parse(request.params);
    const found = store.findAccepted(inbox, id);
    if (!found) return reply.code(404).send({ error: 'no such message' });
    return { id: found.message_id, received_at: found.received_at, body: JSON.parse(found.body) };
  });

  app.get('/inboxes/:inbox/summary', async (request) => store.summary(inboxParams.parse(request.params).inbox));
}

async function receive(store: InboxesStore, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { inbox } = inboxParams.parse(request.params);
  const secret = store.secretOf(inbox);
  if (!secret) return reply.code(404).send({ error: 'no such inbox' });
  const body = request.body as string;
  const messageId = String(request.headers['webhook-id'] ?? '');
  try {
    new Webhook(secret).verify(body, request.headers as Record<string, string>);
  } catch {
    store.record(inbox, messageId, body, false);
    return reply.code(401).send({ error: 'the signature does not fit' });
  }
  const fault = store.takeFault(inbox);
  store.record(inbox, messageId, body, takesPost(fault));
  return fault ? answerWithFault(fault, reply, messageId) : { id: messageId };
}

async function answerWithFault(fault: Fault, reply: FastifyReply, messageId: string): Promise<unknown> {
  switch (fault.kind) {
    case 'refuse':
    case 'fail-after':
      if (fault.retry_after_seconds !== undefined) reply.header('retry-after', fault.retry_after_seconds);
      return reply.code(fault.status).send({ error: 'told to fail' });
    case 'lose-answer':
    case 'hang-up':
      reply.hijack();
      reply.raw.destroy();
      return undefined;
    case 'delay':
      await delay(fault.delay_ms);
      return { id: messageId };
  }
}
