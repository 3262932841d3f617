/** One event of a stream. */
export interface ServerSentEvent {
  readonly id: string | null;
  readonly data: string;
}

/**
 * Reads `text/event-stream` as the HTML standard has it (9.2.6): lines end with LF, CR or both, an empty one ends an event, a colon begins a
 * comment. Pieces may be cut anywhere.
 */
export class EventParser {
  #rest = '';
  #data: string[] = [];
  #isFirst = true;
  #lastId: string | null = null;
  #retryMs: number | null = null;

  /** Of the last event that had one. */
  get lastId(): string | null {
    return this.#lastId;
  }

  /** After how long the platform wants to be asked again, where it said so. */
  get retryMs(): number | null {
    return this.#retryMs;
  }

  /** The events that this piece completes. */
  *push(piece: string): Generator<ServerSentEvent, void, undefined> {
    let text = this.#rest + piece;
    if (this.#isFirst && text !== '') {
      text = text.replace(/^\uFEFF/, '');
      this.#isFirst = false;
    }
    // A CR at the very end may be the first half of a CRLF.
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = this.#take(line);
      if (event) yield event;
    }
  }

  #take(line: string): ServerSentEvent | null {
    if (line === '') return this.#complete();
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'data') this.#data.push(value);
    if (name === 'id' && !value.includes('\0')) this.#lastId = value;
    if (name === 'retry' && /^\d+$/.test(value)) this.#retryMs = Number(value);
    return null;
  }

  #complete(): ServerSentEvent | null {
    const data = this.#data;
    this.#data = [];
    return data.length === 0 ? null : { id: this.#lastId, data: data.join('\n') };
  }
}
