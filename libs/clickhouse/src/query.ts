import type { z } from 'zod';

/** A SELECT declared once: its name in logs and metrics, its SQL with `{name:Type}` for every value, and the shapes of both ends. */
export interface Query<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly sql: string;
  readonly params: P;
  readonly row: R;
  /** The server stops it after this many seconds; 10 unless told. */
  readonly maxSeconds: number;
  /** The server stops it above this memory; 1 GiB unless told. */
  readonly maxMemoryBytes: number;
}

const DEFINED: Query[] = [];

/** Every query of the modules that are loaded in this process. */
export function definedQueries(): readonly Query[] {
  return DEFINED;
}

/**
 * Declares a query. Values never enter the SQL text: they are bound by the server from `params`. The one exception is a long
 * list of UUIDs, written `{name:UUIDs}`: one text literal with commas between them.
 */
export function defineQuery<P extends z.ZodType, R extends z.ZodType>(
  spec: Omit<Query<P, R>, 'maxSeconds' | 'maxMemoryBytes'> & Partial<Query<P, R>>,
): Query<P, R> {
  const query = { maxSeconds: 10, maxMemoryBytes: 1024 ** 3, ...spec };
  DEFINED.push(query);
  return query;
}
