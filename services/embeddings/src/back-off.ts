const FIRST_RETRY_SECONDS = 2;
export const LONGEST_RETRY_SECONDS = 600;

/** 2 s, 4 s, 8 s … at most ten minutes: what fails may be mended elsewhere, and nobody tells the index. */
export function backOffSeconds(attempts: number): number {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** attempts, LONGEST_RETRY_SECONDS);
}
