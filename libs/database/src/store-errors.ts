import { AppError } from '@smartcontent/contracts';
import pg from 'pg';

/** Postgres is not there, is going away, is full, or has just become a replica. Not 25P03: it ended a transaction that did nothing for too long. */
const AWAY_STATE = /^(?:08|53|57P|25006)/;
/** Another transaction was in the way; the unchanged request may succeed. */
const CONFLICT_STATE = /^(?:40001|40P01|55P03)$/;
/** Data exceptions, violated constraints, limits of the program. */
const ROW_STATE = /^(?:22|23|54)/;
const QUERY_CANCELED = '57014';
const UNIQUE_VIOLATION = '23505';
const NETWORK_CODE = /^(?:ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)/;
/** pg gives these no code. */
const CLIENT_MESSAGE =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (?:has encountered|was closed))/;

/** Turns what pg throws into the platform's errors where the cause is the store and not the statement; anything else comes back unchanged. */
export function mapStoreError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof pg.DatabaseError) {
    if (code === QUERY_CANCELED) return new AppError('PLATFORM_DEADLINE_EXCEEDED', { cause: error });
    const isAway = AWAY_STATE.test(code) || CONFLICT_STATE.test(code) || isPlanOutdated(error);
    return isAway ? new AppError('PLATFORM_STORE_UNAVAILABLE', { cause: error }) : error;
  }
  if (NETWORK_CODE.test(code) || CLIENT_MESSAGE.test(error.message)) return new AppError('PLATFORM_STORE_UNAVAILABLE', { cause: error });
  return error;
}

/** A migration changed a table under a prepared statement; a new connection prepares it anew. */
function isPlanOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && error.message.startsWith('cached plan');
}

/** True for a unique violation, of the named constraint or index if one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION && (constraint === undefined || error.constraint === constraint)
  );
}

/** True where Postgres refused the rows of a statement, by type, form, size or constraint: trying the same rows again is pointless. */
export function isRowRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ROW_STATE.test(error.code ?? '');
}

/** True where the connection cannot be used again, or should not be. */
export function breaksConnection(error: unknown): boolean {
  const isStatementError = error instanceof pg.DatabaseError && error.severity === 'ERROR' && !isPlanOutdated(error);
  return !isStatementError && mapStoreError(error) !== error;
}
