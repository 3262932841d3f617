/** A post that nobody tried for so long after its instant is not sent any more. */
export const MISSED_AFTER_SECONDS = 6 * 3_600;
