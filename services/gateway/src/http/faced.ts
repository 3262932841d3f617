import type { HttpFace, RequestContract } from '@smartcontent/contracts';

/** A request that the outside may call. */
export type Faced<C extends RequestContract = RequestContract> = C & { readonly http: HttpFace };

export function isFaced(contract: RequestContract): contract is Faced {
  return contract.http !== null;
}
