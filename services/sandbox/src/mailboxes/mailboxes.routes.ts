import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { MailboxesStore } from './mailboxes.store.js';

const mailboxParams = z.object({ address: z.string().min(3).max(320) });

/** A provider of mail: shows what came for an address, and refuses mail on request. */
export function mountMailboxes(app: FastifyInstance, store: MailboxesStore): void {
  app.get('/mailboxes/:address/messages', async (request) => {
    const { limit } = z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }).parse(request.query);
    return { items: store.list(mailboxParams.parse(request.params).address, limit) };
  });

  app.put('/mailboxes/:address/refusals', async (request, reply) => {
    const { address } = mailboxParams.parse(request.params);
    const { status, times } = refusalSchema.parse(request.body);
    store.setRefusal(address, status, times);
    return reply.code(204).send();
  });
}

/** An answer of RFC 5321 from 400 means "try again", from 500 "never". */
const refusalSchema = z.strictObject({
  status: z.number().int().min(400).max(599),
  times: z.number().int().min(0).max(100_000).default(1),
});
