/** Which of vitest's workers this process is, from 1; a worker's next file runs in a new process with the same number. */
export function workerNumber(): number {
  return Number(process.env.VITEST_POOL_ID ?? 1);
}
