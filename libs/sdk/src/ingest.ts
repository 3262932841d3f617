import { ask } from './ask.js';
import type { Operation } from './operation.js';
import type { CallOptions, Transport } from './transport.js';

/** A batch that the platform takes: 5 MiB and 50,000 events are its limits. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_EVENTS = 20_000;

/** Sends one batch: an event, an array of them, or NDJSON. */
export async function ingest(transport: Transport, operation: Operation, events: unknown, options: CallOptions = {}): Promise<unknown> {
  const body = typeof events === 'string' ? events : [events].flat().map(lineOf).join('');
  return (await ask(transport, operation, wireOf(operation, body), options)).body;
}

/** Sends events as they come, batch after batch. */
export async function* ingestAll(
  transport: Transport,
  operation: Operation,
  events: Iterable<unknown> | AsyncIterable<unknown>,
  options: CallOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  // The key of a caller is for one request; these are many.
  const { idempotencyKey, ...rest } = options;
  const keyOf = (batch: number) => (idempotencyKey === undefined ? {} : { idempotencyKey: `${idempotencyKey}-${batch}` });
  let number = 0;
  for await (const body of batchesOf(events)) {
    number += 1;
    yield (await ask(transport, operation, wireOf(operation, body), { ...rest, ...keyOf(number) })).body;
  }
}

/** Events as NDJSON of bounded size. */
export async function* batchesOf(
  events: Iterable<unknown> | AsyncIterable<unknown>,
  limits = { bytes: BATCH_BYTES, events: BATCH_EVENTS },
): AsyncGenerator<string, void, undefined> {
  const encoder = new TextEncoder();
  let lines: string[] = [];
  let bytes = 0;
  for await (const event of events) {
    const line = lineOf(event);
    const size = encoder.encode(line).length;
    if (lines.length > 0 && (bytes + size > limits.bytes || lines.length >= limits.events)) {
      yield lines.join('');
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += size;
  }
  if (lines.length > 0) yield lines.join('');
}

/** What is a text is a line already. */
function lineOf(event: unknown): string {
  return `${typeof event === 'string' ? event : JSON.stringify(event)}\n`;
}

function wireOf({ method, path }: Operation, body: string) {
  return { method, path, body, headers: { 'content-type': 'application/x-ndjson' } };
}
