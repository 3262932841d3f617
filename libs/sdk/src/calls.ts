import type { operations, Schemas } from './generated/schema.js';
import type { CallOptions } from './transport.js';

/** Name of an operation, as in the OpenAPI document: `content.content.create`. */
export type OperationId = keyof operations;

/** Shapes of the OpenAPI document by name: `Schemas['Content']`. */
export type { Schemas };

type PartOf<Part> = [Part] extends [undefined] ? unknown : undefined extends Part ? Partial<NonNullable<Part>> : Part;
type BodyOf<Operation> = Operation extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
    ? Partial<Body>
    : unknown;
type Flat<T> = { [K in keyof T]: T[K] };

/** What an operation takes: fields of the path, the query and the body in one object. */
export type Input<K extends OperationId> = Flat<
  PartOf<operations[K]['parameters']['path']> & PartOf<operations[K]['parameters']['query']> & BodyOf<operations[K]>
>;

/** What it answers; of a stream one event, of a download one line. */
export type Output<K extends OperationId> = operations[K]['responses'][200]['content']['application/json'];

/** One item of a list. */
export type Item<K extends OperationId> =
  Output<K> extends { items: readonly (infer One)[] } ? One : Output<K> extends readonly (infer One)[] ? One : never;

/** The input may be left out where it needs nothing. */
type Arguments<K extends OperationId, More = CallOptions> =
  Record<string, never> extends Input<K> ? [input?: Input<K>, options?: More] : [input: Input<K>, options?: More];

/** Asks and answers once. */
export type Call<K extends OperationId> = (...given: Arguments<K>) => Promise<Output<K>>;

/** Answers one page; `each` goes through the items of this one and all that follow. */
export interface List<K extends OperationId> {
  (...given: Arguments<K>): Promise<Output<K>>;
  /** Asks for the next page when the items of the one before have been taken. */
  each(...given: Arguments<K>): AsyncGenerator<Item<K>, void, undefined>;
}

/** Lines as they come. @throws ConnectionError where it breaks off: what has come is not the whole then */
export type Download<K extends OperationId> = (...given: Arguments<K>) => AsyncGenerator<Output<K>, void, undefined>;

/** Events as they come, over as many connections as it takes. Ends with `signal`, by `break`, or where the platform says that it is over. */
export type Stream<K extends OperationId> = (...given: Arguments<K>) => AsyncGenerator<Output<K>, void, undefined>;

type EventOf<K extends OperationId> = Exclude<BodyOf<operations[K]>, readonly unknown[]>;

/** Sends events as one batch: one, an array, or NDJSON that is written already. */
export interface Ingest<K extends OperationId> {
  (events: EventOf<K> | readonly EventOf<K>[] | string, options?: CallOptions): Promise<Output<K>>;
  /** Sends whatever comes, events or lines of NDJSON, in batches as large as the platform takes them; tells of each batch once it is kept. */
  all(
    events: Iterable<EventOf<K> | string> | AsyncIterable<EventOf<K> | string>,
    options?: CallOptions,
  ): AsyncGenerator<Output<K>, void, undefined>;
}

/** An answer with what its head says. */
export interface Answer<T> {
  readonly body: T;
  readonly status: number;
  readonly headers: Headers;
  readonly etag: string | null;
  readonly correlationId: string | null;
}
