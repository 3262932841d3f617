/** Which of vitest's workers this process is, from 1; a worker's next file runs in a new process with the same number. */
export function workerNumber(): number {
  return Number(process.env.VITEST_POOL_ID ?? 1);
}

/** What services log in tests: nothing, since they are hurt on purpose; TEST_LOG_LEVEL=info shows what one said. */
export function testLogLevel(): string {
  return process.env.TEST_LOG_LEVEL ?? 'silent';
}

/** Where this process and those that it starts make their temporary folders. */
export function setTemporaryFolder(folder: string): void {
  process.env.TMPDIR = folder;
}

/** As it is now. */
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env };
}
