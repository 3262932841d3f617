import { EventRange, openMessage, type RangeLimits, type RangeMessage, type StreamedMessage } from './event-range.js';

interface Source {
  readonly messages: AsyncIterable<StreamedMessage>;
  close(): Promise<void>;
}

/** Reads a little ahead on the stream and cuts what came into ranges. */
export class RangeReader {
  readonly #ahead: RangeMessage[] = [];
  #aheadBytes = 0;
  #failure: Error | null = null;
  /** Resolved at every change: something came, something was taken, it ended. */
  #changed = Promise.withResolvers<void>();

  constructor(
    private readonly source: Source,
    private readonly readAheadBytes: number,
  ) {
    this.#pump().catch((error: Error) => this.fail(error));
  }

  /** Everything after this throws. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#change();
  }

  /** What is there, or comes within the linger of the first message. Null where nothing comes within `idleMilliseconds`. */
  async cut(limits: RangeLimits, lingerMilliseconds: number, idleMilliseconds: number): Promise<EventRange | null> {
    if (!(await this.#peek(idleMilliseconds))) return null;
    const deadline = performance.now() + lingerMilliseconds;
    const range = new EventRange();
    for (;;) {
      const next = await this.#peek(deadline - performance.now());
      if (!next || !range.fits(next, limits)) return range;
      range.add(this.#take());
    }
  }

  /** Exactly the messages up to this sequence, as they were cut before. */
  async cutUntil(lastSequence: number): Promise<EventRange> {
    const range = new EventRange();
    for (;;) {
      const next = await this.#peek(Number.POSITIVE_INFINITY);
      if (!next || next.message.sequence > lastSequence) throw new Error(`The ingest stream ends before ${lastSequence}`);
      range.add(this.#take());
      if (next.message.sequence === lastSequence) return range;
    }
  }

  async close(): Promise<void> {
    this.fail(new Error('The reader is closed'));
    await this.source.close();
  }

  async #pump(): Promise<void> {
    for await (const message of this.source.messages) {
      this.#ahead.push(openMessage(message));
      this.#aheadBytes += message.body.byteLength;
      this.#change();
      while (this.#aheadBytes > this.readAheadBytes && !this.#failure) await this.#changed.promise;
      if (this.#failure) return;
    }
    throw new Error('The ingest stream is not read any more');
  }

  async #peek(milliseconds: number): Promise<RangeMessage | undefined> {
    const until = performance.now() + milliseconds;
    while (!this.#failure && this.#ahead.length === 0 && performance.now() < until)
      await within(this.#changed.promise, until - performance.now());
    if (this.#failure) throw this.#failure;
    return this.#ahead[0];
  }

  #take(): RangeMessage {
    const taken = this.#ahead.shift() as RangeMessage;
    this.#aheadBytes -= taken.message.body.byteLength;
    this.#change();
    return taken;
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

/** Waits for the promise, at most so long. */
async function within(promise: Promise<void>, milliseconds: number): Promise<void> {
  if (!Number.isFinite(milliseconds)) return promise;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([promise, timeUp]);
  clearTimeout(timer);
}
