/** Something that the person at the keyboard can put right: its message is one clear line, shown without a stack. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** The error as one line for a person: a full disk and a forbidden folder are told by name, whoever met them. */
export function toSetupError(error: unknown, doing: string): SetupError {
  if (error instanceof SetupError) return error;
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || /no space left on device/i.test(message)) return new SetupError(`The disk is full (${doing})`);
  if (code === 'EACCES' || code === 'EPERM') return new SetupError(`${path ?? 'A folder'} cannot be used: permission denied (${doing})`);
  if (code === 'ENOTDIR' || code === 'EEXIST') return new SetupError(`${path ?? 'A path'} is not a folder (${doing})`);
  if (code === 'EROFS') return new SetupError(`${path ?? 'A folder'} is on a read-only disk (${doing})`);
  return new SetupError(`${doing} failed: ${message.split('\n')[0]}`);
}
