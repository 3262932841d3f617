import { type JetStreamManager, jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { AppError, type DeadCause, type ServiceName } from '@smartcontent/contracts';
import { type DeadLetter, readDeadLetter } from './dead-letter.js';
import { deadLetterStream, deadLetterSubjects } from './dead-letter-streams.js';
import { textOf } from './event-failure.js';
import { storedMessages } from './stored-messages.js';

/** `duplicate`: the inbox had the event's effect already. */
export type ReplayOutcome = 'replayed' | 'duplicate';

export interface DeadLetterDeskOptions {
  readonly connection: NatsConnection;
  readonly service: ServiceName;
  /** Runs the event for the consumer that gave it up; throws what the handler throws and leaves everything as it was then. */
  readonly replay: (letter: DeadLetter) => Promise<ReplayOutcome>;
}

export interface DeadLetterQuery {
  readonly limit: number;
  /** Sequence that the page before ended with. */
  readonly after?: number;
  readonly cause?: DeadCause;
  /** Subject of the event, `*` and `>` as in NATS. */
  readonly subject?: string;
  readonly companyId?: string;
}

/** Letters that one page looks at, and for how long, while it searches for those that fit: the next page goes on from there. */
const SEARCHED = 1_000;
const SEARCHED_MS = 2_000;

/** What an operator does with the events that one service gave up: look at them, have them handled after all, or throw them away. */
export class DeadLetterDesk {
  readonly #options: DeadLetterDeskOptions;
  readonly #stream: string;
  #made: Promise<JetStreamManager> | undefined;

  constructor(options: DeadLetterDeskOptions) {
    this.#options = options;
    this.#stream = deadLetterStream(options.service);
  }

  /**
   * Letters in the order in which they were given up, which is the order to replay them in. `next` is null at the end; before it a page
   * may hold fewer than `limit`.
   */
  list(query: DeadLetterQuery): Promise<{ letters: DeadLetter[]; next: number | null }> {
    return reach(async () => {
      const { service } = this.#options;
      const letters: DeadLetter[] = [];
      const startedMs = performance.now();
      let searched = 0;
      let last = query.after ?? 0;
      const subject = deadLetterSubjects(service, query.subject);
      for await (const message of storedMessages(await this.#manager(), this.#stream, subject, last + 1)) {
        const isFull = letters.length === query.limit || searched === SEARCHED || performance.now() - startedMs > SEARCHED_MS;
        if (isFull && searched > 0) return { letters, next: last };
        const letter = readDeadLetter(service, message);
        if (fits(letter, query)) letters.push(letter);
        searched += 1;
        last = message.seq;
      }
      return { letters, next: null };
    });
  }

  /** @throws AppError PLATFORM_DEAD_LETTER_NOT_FOUND */
  async get(sequence: number): Promise<DeadLetter> {
    const message = await reach(() => this.#find(sequence));
    if (!message) throw new AppError('PLATFORM_DEAD_LETTER_NOT_FOUND');
    return readDeadLetter(this.#options.service, message);
  }

  /**
   * Has the event handled, then takes its letter away: cut short in between, the next replay finds a duplicate. Where the handler fails
   * everything stays as it was.
   * @throws AppError PLATFORM_DEAD_LETTER_NOT_FOUND, _UNREADABLE, _FAILING with data.error; PLATFORM_STORE_UNAVAILABLE and the like where
   * something that the handler needs is away
   */
  async replay(sequence: number): Promise<ReplayOutcome> {
    const letter = await this.get(sequence);
    if (!letter.envelope) throw new AppError('PLATFORM_DEAD_LETTER_UNREADABLE');
    const outcome = await this.#options.replay(letter).catch(refuse);
    await reach(() => this.#remove(sequence));
    return outcome;
  }

  /**
   * Takes a letter away. The inbox keeps its event as dead, so that it is not handled should the stream deliver it again.
   * @returns gone: it was there once
   * @throws AppError PLATFORM_DEAD_LETTER_NOT_FOUND where there never was one
   */
  drop(sequence: number): Promise<'dropped' | 'gone'> {
    return reach(async () => {
      if (await this.#remove(sequence)) return 'dropped';
      const { state } = await (await this.#manager()).streams.info(this.#stream);
      if (sequence > state.last_seq) throw new AppError('PLATFORM_DEAD_LETTER_NOT_FOUND');
      return 'gone';
    });
  }

  /** False where somebody else has taken it away. */
  async #remove(sequence: number): Promise<boolean> {
    if (!(await this.#find(sequence))) return false;
    try {
      return await (await this.#manager()).streams.deleteMessage(this.#stream, sequence);
    } catch (error) {
      // Servers of different age name a missing message differently.
      if (await this.#find(sequence)) throw error;
      return false;
    }
  }

  async #find(sequence: number): Promise<StoredMsg | null> {
    return (await this.#manager()).streams.getMessage(this.#stream, { seq: sequence });
  }

  #manager(): Promise<JetStreamManager> {
    this.#made ??= jetstreamManager(this.#options.connection, { checkAPI: false });
    return this.#made;
  }
}

function fits({ cause, envelope }: DeadLetter, query: DeadLetterQuery): boolean {
  return (query.cause === undefined || cause === query.cause) && (query.companyId === undefined || envelope?.companyId === query.companyId);
}

/** NATS that is away, or a stream that the migrate step has not made yet. */
async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('PLATFORM_STORE_UNAVAILABLE', { cause: error, data: { store: 'nats' } });
  }
}

/** What is away comes back; everything else is the handler's word about this event, and only operators read it. */
function refuse(error: unknown): never {
  if (error instanceof AppError && error.isRetryable && error.code.startsWith('PLATFORM_')) throw error;
  const text = textOf(error);
  throw new AppError('PLATFORM_DEAD_LETTER_FAILING', { cause: error, detail: `The event failed again: ${text}`, data: { error: text } });
}
