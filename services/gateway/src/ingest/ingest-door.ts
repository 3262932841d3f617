import { type Cache, KEYS, keyOf } from '@smartcontent/cache';
import { AppError, type RequestContext } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Member } from '../credentials/caller.js';
import type { Faced } from '../http/faced.js';
import { readIdempotency, refuseQuery } from '../http/read-input.js';
import type { IngestService } from './ingest.service.js';
import { readBatch } from './read-batch.js';

/** As long as a repeated event is recognised. */
const KEY_SECONDS = 86_400;

/** Step 6 for faces of kind `ingest`: the body is a batch of events, read and made durable by the gateway itself. */
export class IngestDoor {
  constructor(
    private readonly ingest: IngestService,
    private readonly cache: Cache,
  ) {}

  open(contract: Faced) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      refuseQuery(request);
      const { actor, id: callerId } = request.caller as Member;
      const idempotency = readIdempotency(contract, request);
      if (idempotency) await this.#refuseOtherBody({ company_id: actor.company_id, caller: callerId }, idempotency);
      const slices = readBatch((request.body as Buffer | undefined) ?? Buffer.alloc(0), request.mediaType ?? '');
      const repeat = idempotency && { callerId, ...idempotency };
      const answer = await this.ingest.take({ companyId: actor.company_id, slices, repeat, traceparent: request.traceparent });
      return reply.code(contract.http.status).type('application/json; charset=utf-8').send(JSON.stringify(answer));
    };
  }

  /** While Redis is away the other body is taken: its events have ids of their own, so nothing is lost, only not refused. */
  async #refuseOtherBody(
    who: { company_id: string; caller: string },
    { key, requestHash }: NonNullable<RequestContext['idempotency']>,
  ): Promise<void> {
    const held = await this.cache.claim(keyOf(KEYS.ingestRepeat, { ...who, key }), requestHash, KEY_SECONDS);
    if (held !== undefined && held !== requestHash) throw new AppError('PLATFORM_IDEMPOTENCY_KEY_REUSED');
  }
}
