/** Everything that ClickHouse's HTTP interface lets a request say about one statement. */
export interface Statement {
  /** The statement, with the rows of an INSERT behind it. */
  readonly sql: string;
  readonly database: string | null;
  /** Used where the statement has no FORMAT of its own. */
  readonly format: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Values of `{name:Type}`, as the client wrote them (escaped as in TabSeparated). */
  readonly params: Readonly<Record<string, string>>;
  /** The whole result is made before the first byte leaves, so that an error always has its own status. */
  readonly isBuffered: boolean;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Above this the engine's own limit on the length of a statement has to be raised for the SET that carries it. */
const LONG_PARAM_BYTES = 64 * 1024;

/** Statements that give a fresh session the request's settings, parameters and database. */
export function preludeOf({ settings, params, database }: Statement): string[] {
  const prelude: string[] = [];
  const pairs = [...Object.entries(settings), ...Object.entries(params).map(([name, value]) => [`param_${name}`, value] as const)];
  if (Object.values(params).some((value) => value.length > LONG_PARAM_BYTES)) prelude.push('SET max_query_size = 536870912');
  if (pairs.length > 0) prelude.push(`SET ${pairs.map(([name, value]) => `${checkedName(name)} = ${quote(value)}`).join(', ')}`);
  if (database !== null) prelude.push(`USE \`${database.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``);
  return prelude;
}

function checkedName(name: string): string {
  if (NAME.test(name)) return name;
  throw new Error(`Code: 115. DB::Exception: ${JSON.stringify(name)} is not the name of a setting. (UNKNOWN_SETTING)`);
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

const LEADING_NOISE = /^(?:\s|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;
const READS = /^(?:select|with|show|describe|desc|exists|explain|from)\b/i;

/** True for what only reads: it may run beside others of its kind. */
export function isRead(sql: string): boolean {
  return READS.test(sql.slice(0, 10_000).replace(LEADING_NOISE, ''));
}

/**
 * True where the result may leave while it is made. The engine computes scalar subqueries before it hands out a stream,
 * on the calling thread (measured: 8 s of a blocked event loop), so only a statement with a single SELECT is streamed.
 */
export function isStreamable(sql: string): boolean {
  return isRead(sql) && sql.match(/\bselect\b/gi)?.length === 1 && /^(?:select|with)\b/i.test(sql.replace(LEADING_NOISE, ''));
}
