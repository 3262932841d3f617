import { ApiError, ConnectionError } from './errors.js';
import { EventParser } from './event-parser.js';
import { type Operation, requestOf } from './operation.js';
import { piecesOf } from './pieces.js';
import { backoffMs, pause } from './retry.js';
import type { CallOptions, Transport } from './transport.js';

/** The platform sends a comment each 15 s: who has heard nothing for three of them is connected to nobody. */
const SILENCE_MS = 45_000;
const LONGEST_PAUSE_MS = 30_000;
/** In a row, without an event in between; about two minutes. */
const FAILURES = 8;

interface StreamOptions extends CallOptions {
  readonly silenceMs?: number;
}

/** The events of a stream. A connection that breaks off is opened again after the last event that was taken; 204 ends it. */
export async function* stream(
  transport: Transport,
  operation: Operation,
  input: object = {},
  options: StreamOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  const { last_event_id = null, ...rest } = input as { last_event_id?: string | null };
  const wire = requestOf(operation, rest);
  let lastId = last_event_id;
  for (let failures = 0; ; ) {
    const headers: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId };
    const parser = new EventParser();
    try {
      // Tries are counted here, where events in between begin the count anew.
      const response = await transport.send(operation, { ...wire, headers }, { ...options, retries: 0 }, async (answer) => answer);
      if (response.status === 204 || !response.body) return;
      for await (const piece of aliveOf(response.body, options.silenceMs ?? SILENCE_MS)) {
        for (const { id, data } of parser.push(piece)) {
          failures = 0;
          // Taken before it is told: who stops here and resumes with the id of the event does not get it again.
          lastId = id ?? lastId;
          yield JSON.parse(data);
        }
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!canResume(error) || failures >= FAILURES) throw error;
    }
    failures += 1;
    await pause(Math.max(parser.retryMs ?? 0, backoffMs(failures, LONGEST_PAUSE_MS)), options.signal);
  }
}

function canResume(error: unknown): boolean {
  if (error instanceof ApiError) return error.problem ? error.isRetryable : error.status >= 500;
  return error instanceof ConnectionError ? error.reason !== 'foreign' : !(error instanceof SyntaxError);
}

/** The pieces of a body, until there is none for so long. */
async function* aliveOf(body: ReadableStream<Uint8Array>, silenceMs: number): AsyncGenerator<string, void, undefined> {
  const pieces = piecesOf(body);
  try {
    for (;;) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const silence = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new ConnectionError('timed-out', 'the stream fell silent', false)), silenceMs);
      });
      const next = await Promise.race([pieces.next(), silence]).finally(() => clearTimeout(timer));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited: after a silence the reader still waits for a piece that never comes.
    void body.cancel().catch(() => undefined);
    void pieces.return().catch(() => undefined);
  }
}
