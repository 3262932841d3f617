/** What a command says; `code` is its exit code. */
export interface Told {
  readonly text: string;
  readonly json: unknown;
  readonly code: number;
  /** Said on stderr beside the answer. */
  readonly complaints?: readonly string[];
}
