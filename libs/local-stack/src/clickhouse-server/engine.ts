import { type ChdbResult, drainPending, Session } from 'chdb';
import { Lane } from './lane.ts';
import { isRead, isStreamable, preludeOf, type Statement } from './statement.ts';

/** How many statements of each kind run at once; each holds a thread of libuv's pool (see startClickHouse). */
const READS = 8;
const WRITES = 2;

export interface EngineSummary {
  readonly read_rows: string;
  readonly read_bytes: string;
  readonly elapsed_ns: string;
}

/** Takes the result of a statement; a stream has no summary, since nobody knows it before the end. */
export type Consumer = (chunks: AsyncIterable<Uint8Array>, summary: EngineSummary | null) => Promise<void>;

/**
 * The one chdb engine of this process. Every statement gets a session of its own (0.1 ms), because settings, parameters
 * and the current database stick to a session; and values go in by SET, because the engine's own binding runs only one
 * statement with parameters at a time in the whole process.
 */
export class Engine {
  readonly #folder: string;
  /** The engine lives as long as some session does. */
  readonly #anchor: Session;
  readonly #reads = new Lane(READS);
  readonly #writes = new Lane(WRITES);

  constructor(folder: string) {
    this.#folder = folder;
    this.#anchor = new Session(folder);
  }

  /** Runs one statement and holds its place until `consume` has taken the result. Throws what the engine throws. */
  run(statement: Statement, consume: Consumer): Promise<void> {
    const lane = isRead(statement.sql) ? this.#reads : this.#writes;
    return lane.run(async () => {
      const session = new Session(this.#folder);
      try {
        for (const setting of preludeOf(statement)) await session.queryAsync(setting);
        await answer(session, statement, consume);
      } finally {
        session.close();
      }
    });
  }

  async close(): Promise<void> {
    await drainPending();
    this.#anchor.close();
  }
}

async function answer(session: Session, statement: Statement, consume: Consumer): Promise<void> {
  const { sql, format } = statement;
  if (!statement.isBuffered && isStreamable(sql)) {
    const stream = session.queryStream(sql, { format });
    try {
      return await consume(bytesOf(stream), null);
    } finally {
      stream.cancel();
    }
  }
  const result = await session.queryAsync(sql, { format }).catch(takeEmptyInsert);
  const summary = {
    read_rows: String(result?.rowsRead ?? 0),
    read_bytes: String(result?.bytesRead ?? 0),
    elapsed_ns: String(Math.round((result?.elapsed ?? 0) * 1e9)),
  };
  await consume(single(result?.bytes()), summary);
}

/** A server takes an INSERT without a row; the engine alone calls it an error (NO_DATA_TO_INSERT). */
function takeEmptyInsert(error: Error): ChdbResult | null {
  if (codeOf(error) === 108) return null;
  throw error;
}

async function* bytesOf(stream: AsyncIterable<{ raw(): Uint8Array }>): AsyncIterable<Uint8Array> {
  for await (const chunk of stream) yield chunk.raw();
}

async function* single(bytes: Uint8Array | undefined): AsyncIterable<Uint8Array> {
  if (bytes && bytes.length > 0) yield bytes;
}

/** ClickHouse's number of an error, or 1002 (UNKNOWN_EXCEPTION). */
export function codeOf(error: Error): number {
  return Number(/Code: (\d+)/.exec(error.message)?.[1] ?? 1002);
}
