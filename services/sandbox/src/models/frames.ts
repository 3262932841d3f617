export interface Ending {
  readonly reason: 'stop' | 'length' | 'filtered';
  readonly input: number;
  readonly output: number;
  readonly tellsUsage: boolean;
}

/** How a protocol writes an answer. */
export interface Frames {
  /** What comes before the text, given the tokens of the prompt. */
  readonly begin: (input: number) => readonly string[];
  readonly piece: (text: string) => string;
  readonly end: (ending: Ending) => readonly string[];
  /** An error within the stream. */
  readonly error: (type: string, text: string) => string;
  /** The body of an answer that is an error. */
  readonly refusal: (type: string, text: string) => object;
  /** The body of an answer that is not streamed. */
  readonly whole: (text: string, usage: { readonly input: number; readonly output: number }) => object;
}
