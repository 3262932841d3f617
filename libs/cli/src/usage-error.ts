/** The user typed something that is no command, no option or no value of its option, or has to do something first. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
