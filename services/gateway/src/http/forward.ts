import type { KeyObject } from 'node:crypto';
import type { ActorTokens, RequestClient } from '@smartcontent/bus';
import { isPage, type RequestContext, type RequestContract, type Tagging, taggingOf } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EntityTags } from './entity-tags.js';
import type { Faced } from './faced.js';
import { linkHeader } from './link-header.js';
import { readIdempotency, readInput } from './read-input.js';
import { SparseFields } from './sparse-fields.js';

const USER_AGENT_LENGTH = 255;
/** An address has 45 characters at most, a zone apart; what a proxy hands on may be anything. */
const ADDRESS_LENGTH = 64;

/** Step 6 for faces of kind `json`: the input goes to the owner over NATS, its answer comes back as it is. */
export class Forwarder {
  private readonly tagging: (contract: RequestContract) => Tagging;

  constructor(
    private readonly client: RequestClient,
    private readonly tokens: ActorTokens,
    private readonly deadlineMs: number,
    /** Of all gateways. */
    private readonly secret: KeyObject,
    /** All that there are: of these some compare versions. */
    contracts: readonly RequestContract[],
  ) {
    this.tagging = taggingOf(contracts);
  }

  open(contract: Faced) {
    const { status, lists } = contract.http;
    const sparse = new SparseFields(contract);
    const isPaged = isPage(contract);
    const tags = new EntityTags(contract, this.tagging(contract));
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { wanted, rest } = sparse.read(request.query as Record<string, unknown>);
      const input = readInput(contract, request, rest);
      const ifMatch = tags.wanted(request);
      const context = await this.contextOf(contract, request);
      const answer = await this.client.call(contract, input, ifMatch ? { ...context, ifMatch } : context);
      if (isPaged) reply.header('link', linkHeader(request, (answer as { next_cursor: string | null }).next_cursor));
      reply.code(status);
      if (status === 204) return reply.send();
      const told = wanted ? sparse.pick(answer, wanted) : answer;
      const body = JSON.stringify(lists === 'array' ? (told as { items: unknown }).items : told);
      // Some fields of it are another representation, which has no tag of its own.
      if (!wanted && tags.tell(request, reply, answer, body)) return reply.code(304).send();
      return reply.type('application/json; charset=utf-8').send(body);
    };
  }

  /** What goes with a call of this contract for the request. */
  async contextOf(contract: Faced, request: FastifyRequest): Promise<RequestContext> {
    const { caller, id: correlationId, traceparent, clientGone: signal } = request;
    const idempotency = readIdempotency(contract, request, this.secret);
    const origin = {
      address: request.ip.slice(0, ADDRESS_LENGTH),
      userAgent: request.headers['user-agent']?.slice(0, USER_AGENT_LENGTH) ?? null,
    };
    const trace = { correlationId, traceparent, origin, deadlineMs: Date.now() + this.deadlineMs, signal, idempotency };
    // Sign-up and log-in come from nobody yet: the gateway asks in its own name.
    if (!caller) return { ...(await this.tokens.serviceContext(null, contract.subject)), ...trace };
    return { actor: caller.actor, actorToken: await this.tokens.mint(caller.actor), ...trace };
  }
}
