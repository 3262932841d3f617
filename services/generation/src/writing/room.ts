/** What this process can take on now. */
export interface Room {
  readonly runs: number;
  readonly perCompany: number;
  /** How many it has in hand, by company. */
  readonly inHand: ReadonlyMap<string, number>;
}
