import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../credentials/caller.js';
import type { Faced } from '../http/faced.js';
import { readIdempotency, refuseQuery } from '../http/read-input.js';
import type { IngestService } from './ingest.service.js';
import { readBatch } from './read-batch.js';

/** Step 6 for faces of kind `ingest`: the body is a batch of events, read and made durable by the gateway itself. */
export class IngestDoor {
  constructor(private readonly ingest: IngestService) {}

  open(contract: Faced) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      refuseQuery(request);
      const { actor, id: callerId } = request.caller as Caller;
      const idempotency = readIdempotency(contract, request);
      const slices = readBatch((request.body as Buffer | undefined) ?? Buffer.alloc(0), request.mediaType ?? '');
      const repeat = idempotency && { callerId, ...idempotency };
      const answer = await this.ingest.take({ companyId: actor.company_id, slices, repeat, traceparent: request.traceparent });
      return reply.code(contract.http.status).type('application/json; charset=utf-8').send(JSON.stringify(answer));
    };
  }
}
