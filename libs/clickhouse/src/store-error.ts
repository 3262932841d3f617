import { ClickHouseError } from '@clickhouse/client';
import { ClickHouseError as ReadError } from '@clickhouse/client-web';
import { AppError } from '@smartcontent/contracts';

const NETWORK_CODE = /^(?:UND_ERR_|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;
/** The client gives these no code. */
const CLIENT_MESSAGE = /timeout error|socket hang up|socket was closed/i;
const TIMEOUT_EXCEEDED = '159';
/** There is no such table, or no such database. */
const MISSING_CODES = new Set(['60', '81']);
/** What says that rows do not fit their table: parsing, types, ranges, constraints. */
const DATA_CODES = new Set(['6', '25', '26', '27', '38', '41', '53', '69', '72', '117', '376', '441', '469', '675', '676']);

/** Turns what the client throws into the platform's errors where the cause is not the statement; anything else comes back unchanged. */
export function mapClickHouseError(error: unknown): unknown {
  if (isRefusal(error)) {
    return error.code === TIMEOUT_EXCEEDED ? new AppError('PLATFORM_DEADLINE_EXCEEDED', { cause: error }) : error;
  }
  if (!(error instanceof Error)) return error;
  // What fetch throws has its code one level below.
  const code = codeOf(error) || codeOf(error.cause);
  const isAway = NETWORK_CODE.test(code) || CLIENT_MESSAGE.test(error.message);
  return isAway ? new AppError('PLATFORM_STORE_UNAVAILABLE', { cause: error }) : error;
}

/** True where the table or the database that was asked is not there. */
export function isMissing(error: unknown): boolean {
  return isRefusal(error) && MISSING_CODES.has(error.code);
}

/** True where the server read the rows of an INSERT and refused them: trying the same rows again is pointless. */
export function isRowsRefused(error: unknown): boolean {
  return isRefusal(error) && DATA_CODES.has(error.code);
}

/** Both clients have a class of their own for what the server says. */
function isRefusal(error: unknown): error is ClickHouseError | ReadError {
  return error instanceof ClickHouseError || error instanceof ReadError;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
