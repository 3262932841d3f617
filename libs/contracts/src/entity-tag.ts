import type { z } from 'zod';
import { isPage } from './answer-fields.js';
import type { HttpFace, RequestContract } from './define.js';

/** What makes a version of a resource, wherever it is: in an answer, or in the row that stands behind it. */
interface Versioned {
  readonly id?: unknown;
  readonly content_id?: unknown;
  readonly service_name?: unknown;
  readonly revision?: unknown;
  readonly updated_at?: unknown;
}

/**
 * The strong entity tag (RFC 9110, 8.8.3) of a resource that says its `revision` or when it was `updated_at`: both, after its id, in quotes. Null where
 * it says neither. The edge makes it from an answer, the owner from the row under its lock, so that the two can be compared.
 */
export function entityTag(resource: object | null | undefined): string | null {
  const { id, content_id, service_name, revision, updated_at } = (resource ?? {}) as Versioned;
  const parts = [revision, updated_at].filter((part) => part !== undefined);
  if (parts.length === 0) return null;
  // Null where it was never written: what a GET answers then is a version too.
  const version = parts.map((part) => part ?? 'none');
  const name = [id, content_id, service_name].find((part) => typeof part === 'string') ?? '';
  return `"${[name, ...version].join('/')}"`;
}

type Faced = RequestContract & { readonly http: HttpFace };

/** Whether a GET answers one resource, and so with an entity tag. */
export function answersResource(contract: RequestContract): contract is Faced {
  return contract.http?.method === 'GET' && contract.http.kind === 'json' && contract.http.status === 200 && !isPage(contract);
}

/** Whether the tag of what the contract answers comes from its version, so that it also stands for the next write; else it comes from the bytes of the answer. */
export function answersVersion({ output }: Pick<RequestContract, 'output'>): boolean {
  const shape = (output as Partial<z.ZodObject>).shape ?? {};
  return 'revision' in shape || 'updated_at' in shape;
}

/**
 * The writes that heed If-Match: those at the path of a resource whose GET answers with its version, and the steps one word below it,
 * such as `/v1/content/{content_id}/submit`.
 */
export function conditionalWrites(contracts: readonly RequestContract[]): ReadonlySet<RequestContract> {
  const versioned = new Set(contracts.filter((contract) => answersResource(contract) && answersVersion(contract)).map(pathOf));
  const isAtResource = (contract: RequestContract) =>
    contract.http !== null && contract.http.method !== 'GET' && (versioned.has(pathOf(contract)) || versioned.has(parentOf(contract)));
  return new Set(contracts.filter(isAtResource));
}

/** How a contract takes part in entity tags. */
export interface Tagging {
  /** Heeds If-Match. */
  readonly isConditional: boolean;
  /** Its answer is tagged by the version in it. */
  readonly isTagged: boolean;
}

/**
 * How each of the contracts takes part. Tagged by their version are the writes that compare it, the GET of what they write, and what makes
 * another one; the version in any other answer is that of a part of it.
 */
export function taggingOf(contracts: readonly RequestContract[]): (contract: RequestContract) => Tagging {
  const writes = conditionalWrites(contracts);
  const resources = new Set([...writes].flatMap((write) => [pathOf(write), parentOf(write)]));
  const collections = new Set([...resources].map((path) => path.replace(/\/\{[^/}]+\}$/, '')));
  const isTagged = (contract: RequestContract) => {
    if (contract.http?.method === 'GET') return answersResource(contract) && resources.has(pathOf(contract));
    return writes.has(contract) || (contract.http?.method === 'POST' && collections.has(pathOf(contract)));
  };
  return (contract) => ({ isConditional: writes.has(contract), isTagged: answersVersion(contract) && isTagged(contract) });
}

function pathOf({ http }: RequestContract): string {
  return http?.path ?? '';
}

/** Where a step is taken that answers with the resource; what is made below it (a key, a booking) is another one. */
function parentOf(contract: RequestContract): string {
  const step = /^(.*\})\/[a-z-]+$/.exec(pathOf(contract));
  return contract.http?.method === 'POST' && answersVersion(contract) ? (step?.[1] ?? '') : '';
}
