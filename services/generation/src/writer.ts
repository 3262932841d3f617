import { type BrandTerm, type RunRequest, storable } from '@smartcontent/contracts';
import type { TokenUsage } from './money/cost.js';

/** What a company says about how it wants to sound. */
export interface Brand {
  readonly name: string;
  readonly guidelines: Readonly<Record<string, unknown>>;
  readonly terms: readonly Pick<BrandTerm, 'term' | 'kind' | 'replacement' | 'note'>[];
}

/** Everything that a draft is made of. */
export interface Assignment {
  readonly model: string;
  readonly title: string | null;
  readonly contentType: string;
  readonly request: RunRequest;
  readonly brand: Brand;
  /** Why the output before this one did not fit the schema. */
  readonly faults: readonly string[];
}

/** One call, whatever came of it: what the books keep. */
export interface Call {
  readonly endpoint: string;
  readonly method: string;
  readonly latencyMs: number;
  readonly statusCode: number | null;
  /** Null where the provider told nothing. */
  readonly usage: TokenUsage | null;
  /** What came of the call, where its attempt ended for another reason. */
  readonly reason?: string;
  readonly message?: string;
  /** SHA-256 of the key that it was called with, in hex; null where it needed none. */
  readonly keyHash: string | null;
  /** Before it the same call was made with the schema in its own field, which the server refused. */
  readonly refused?: Refused;
}

/** A call that a server refused, for which it bills nothing. */
export interface Refused extends Pick<Call, 'endpoint' | 'method' | 'latencyMs' | 'statusCode'> {
  readonly reason: string;
  readonly message: string;
}

export interface Written extends Call {
  /** It ended where the model had to stop, not where it wanted to. */
  readonly isCut: boolean;
  readonly text: string;
}

/** An attempt that brought nothing that can be used. */
export class WriteFailure extends Error {
  constructor(
    readonly reason: string,
    message: string,
    readonly details: {
      readonly isRetryable: boolean;
      readonly retryAfterMs?: number;
      readonly validationErrors?: readonly string[];
      /** Absent where surely nothing left. */
      readonly call?: Call;
    },
  ) {
    super(storable(message));
  }
}
