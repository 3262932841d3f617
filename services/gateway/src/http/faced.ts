import type { HttpFace, RequestContract } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request that the outside may call. */
export type Faced<C extends RequestContract = RequestContract> = C & { readonly http: HttpFace };

export function isFaced(contract: RequestContract): contract is Faced {
  return contract.http !== null;
}

/** What answers the faces of one kind, once their guards have let a request through. */
interface FaceDoor {
  open(contract: Faced): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
}

export type FaceDoors = Readonly<Record<HttpFace['kind'], FaceDoor>>;
