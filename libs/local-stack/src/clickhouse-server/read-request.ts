import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { parseMultipart } from './multipart.ts';
import type { Statement } from './statement.ts';

/** V8's longest string is a little above this; analytics sends blocks of at most 256 MB. */
const BODY_LIMIT_BYTES = 500 * 1024 * 1024;

/** Parameters of the URL that are not settings of the engine. */
const NOT_SETTINGS = new Set([
  'query',
  'database',
  'default_format',
  'query_id',
  'wait_end_of_query',
  'buffer_size',
  'enable_http_compression',
  'http_zlib_compression_level',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'client_protocol_version',
  'user',
  'password',
  'role',
  'quota_key',
  'stacktrace',
  'add_http_cors_header',
]);
/** What would give another answer than a server's is refused rather than passed over. */
const NOT_SERVED = ['session_id', 'compress', 'decompress'];

/** Something that this process does not do; told with a code and a status as if the engine had refused it. */
export class RequestRefused extends Error {
  readonly status: number;

  constructor(code: number, type: string, status: number, message: string) {
    super(`Code: ${code}. DB::Exception: ${message}. (${type})`);
    this.status = status;
  }
}

/** Reads a request of the HTTP interface whole: statement in the URL, in the body or in both, or as a form. */
export async function readRequest(request: IncomingMessage, url: URL): Promise<Statement> {
  const search = url.searchParams;
  const refused = NOT_SERVED.find((name) => !['', '0', null].includes(search.get(name)));
  if (refused) throw notServed(`The embedded ClickHouse does not know ${refused}`);
  const body = await readBody(request);
  const form = parseMultipart(request.headers['content-type'], body);
  const inUrl = search.get('query') ?? '';
  const text = form ? (form.get('query') ?? '') : body;
  const settings: Record<string, string> = request.method === 'GET' ? { readonly: '2' } : {};
  const params: Record<string, string> = {};
  for (const [name, value] of [...search, ...(form ?? [])]) {
    if (name.startsWith('param_')) params[name.slice('param_'.length)] = value;
    else if (!NOT_SETTINGS.has(name) && !NOT_SERVED.includes(name)) settings[name] = value;
  }
  return {
    sql: inUrl && text ? `${inUrl}\n${text}` : inUrl || text,
    database: search.get('database') ?? header(request, 'x-clickhouse-database'),
    format: search.get('default_format') ?? header(request, 'x-clickhouse-format') ?? 'TabSeparated',
    settings,
    params,
    isBuffered: search.get('wait_end_of_query') === '1',
  };
}

function header(request: IncomingMessage, name: string): string | null {
  return request.headers[name]?.toString() ?? null;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decompressed(request)) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new RequestRefused(241, 'MEMORY_LIMIT_EXCEEDED', 413, `The body is above ${BODY_LIMIT_BYTES} bytes`);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  // The engine takes a statement as text, rows included; binary formats would arrive changed.
  if (!isUtf8(body)) throw notServed('The embedded ClickHouse takes text formats only, in UTF-8');
  return body.toString();
}

function decompressed(request: IncomingMessage): AsyncIterable<Buffer> {
  switch (request.headers['content-encoding']) {
    case undefined:
    case 'identity':
      return request;
    case 'gzip':
      return request.pipe(createGunzip());
    case 'deflate':
      return request.pipe(createInflate());
    case 'br':
      return request.pipe(createBrotliDecompress());
    case 'zstd':
      return request.pipe(createZstdDecompress());
    default:
      throw notServed(`The embedded ClickHouse does not know the encoding ${request.headers['content-encoding']}`);
  }
}

function notServed(message: string): RequestRefused {
  return new RequestRefused(48, 'NOT_IMPLEMENTED', 501, message);
}
