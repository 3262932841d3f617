import { DESCRIBED } from './generated/described.js';

/** What an operation is for and takes, for programs that read its input from words, such as a command line. */
export interface Described {
  readonly summary: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** One field of an input. */
export interface Field {
  /** Its values are texts; others are JSON. */
  readonly isText: boolean;
  readonly isNeeded?: boolean;
  readonly type?: string;
  /** The only values that it takes. */
  readonly values?: readonly unknown[];
  readonly description?: string;
}

/** By the name of the operation, such as `content.content.create`. */
export { DESCRIBED };
