import { ask } from './ask.js';
import type { Answer, Input, OperationId, Output } from './calls.js';
import { bearerOf, type Credential } from './credentials.js';
import type { Methods } from './generated/methods.js';
import { OPERATIONS } from './generated/operations.js';
import { ingest, ingestAll } from './ingest.js';
import { download, downloadLines } from './lines.js';
import { type Operation, requestOf } from './operation.js';
import { eachItem } from './pages.js';
import { stream } from './stream.js';
import { type CallOptions, Transport } from './transport.js';

/** How to reach a platform, and as whom. */
export interface ClientOptions {
  /** Such as https://api.acme.example; may have a path. */
  readonly baseUrl: string;
  /** An API key, an access token, or the `session` of a log-in, which is refreshed then. Without one only open operations work. */
  readonly credential?: Credential;
  /** For one try, in ms; 30,000 unless told. */
  readonly timeoutMs?: number;
  /** Further tries after the first; 3 unless told. */
  readonly retries?: number;
  readonly fetch?: typeof fetch;
}

/** The operations of the platform as methods, and two ways to name an operation by its id. */
export interface SmartContent extends Methods {
  /** Any operation that answers JSON, with the head of its answer: its ETag, its status. */
  request<K extends OperationId>(id: K, input: Input<K>, options?: CallOptions): Promise<Answer<Output<K>>>;
  /** The lines of a download as they are. */
  lines<K extends OperationId>(id: K, input: Input<K>, options?: CallOptions): AsyncGenerator<string, void, undefined>;
}

const TIMEOUT_MS = 30_000;
const RETRIES = 3;

/**
 * A client of the platform at `baseUrl`. Its methods throw ApiError where the platform refuses, ConnectionError where no whole answer comes,
 * and the reason of `signal` once that is aborted. What may do harm when it is done twice is never sent twice.
 */
export function smartContent(options: ClientOptions): SmartContent {
  const transport = new Transport({
    baseUrl: new URL(options.baseUrl).href.replace(/\/+$/, ''),
    bearer: bearerOf(options.credential),
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    retries: options.retries ?? RETRIES,
    // Called without its window, the fetch of a browser refuses.
    fetch: options.fetch ?? ((...given) => fetch(...given)),
  });
  const client: Record<string, unknown> = {
    request: (id: OperationId, input: object, call?: CallOptions) => ask(transport, OPERATIONS[id], requestOf(OPERATIONS[id], input), call),
    lines: (id: OperationId, input: object, call?: CallOptions) => downloadLines(transport, OPERATIONS[id], input, call),
  };
  for (const operation of Object.values(OPERATIONS)) place(client, operation.name.split('.'), methodOf(transport, operation));
  return client as unknown as SmartContent;
}

function place(tree: Record<string, unknown>, [name = '', ...rest]: readonly string[], method: unknown): void {
  if (rest.length === 0) {
    tree[name] = method;
    return;
  }
  tree[name] ??= {};
  place(tree[name] as Record<string, unknown>, rest, method);
}

function methodOf(transport: Transport, operation: Operation): unknown {
  const call = async (input: object = {}, options?: CallOptions) =>
    (await ask(transport, operation, requestOf(operation, input), options)).body;
  switch (operation.kind) {
    case 'json':
      return call;
    case 'list':
      return Object.assign(call, { each: (input?: object, options?: CallOptions) => eachItem(transport, operation, input, options) });
    case 'download':
      return (input?: object, options?: CallOptions) => download(transport, operation, input, options);
    case 'stream':
      return (input?: object, options?: CallOptions) => stream(transport, operation, input, options);
    case 'ingest': {
      const send = (events: unknown, options?: CallOptions) => ingest(transport, operation, events, options);
      const all = (events: Iterable<unknown>, options?: CallOptions) => ingestAll(transport, operation, events, options);
      return Object.assign(send, { all });
    }
  }
}
