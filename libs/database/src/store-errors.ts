/** True for a unique violation, of the named constraint or index if one is given. */
export function isUniqueViolation(_error: unknown, _constraint?: string): boolean {
  throw new Error('not there yet');
}
