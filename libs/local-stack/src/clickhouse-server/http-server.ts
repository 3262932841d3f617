import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { codeOf, type Engine, type EngineSummary } from './engine.ts';
import { httpStatusOf } from './http-status.ts';
import { RequestRefused, readRequest } from './read-request.ts';

/** A client that takes nothing for so long loses its connection, and its place in the lane goes to another. */
const STALLED_MILLISECONDS = 120_000;
/** The engine's own end: every later statement would fail, only a new process helps. */
const ABORTED = 236;

/** Serves the part of ClickHouse's HTTP interface that @clickhouse/client and Grafana use. */
export function createClickHouseServer(engine: Engine, onFatal: (error: Error) => void): Server {
  const server = createServer((request, response) => {
    respond(engine, request, response).catch((error: Error) => {
      fail(response, error);
      if (codeOf(error) === ABORTED && /fatal/i.test(error.message)) onFatal(error);
    });
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 30_000;
  return server;
}

async function respond(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  response.setTimeout(STALLED_MILLISECONDS, () => response.destroy());
  // No browser has business here: a page could otherwise send statements to a port of its visitor's machine.
  if (request.headers.origin) throw new RequestRefused(497, 'ACCESS_DENIED', 403, 'Requests of a browser are not served');
  if (url.pathname === '/ping' || (request.method === 'GET' && !url.searchParams.has('query'))) {
    response.end('Ok.\n');
    return;
  }
  const statement = await readRequest(request, url);
  response.setHeader('X-ClickHouse-Query-Id', url.searchParams.get('query_id') ?? randomUUID());
  response.setHeader('X-ClickHouse-Timezone', 'UTC');
  const isGzip = url.searchParams.get('enable_http_compression') === '1' && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  await engine.run(statement, (chunks, summary) => send(response, chunks, summary, isGzip));
}

/** Sends a result. Nothing has left before its first chunk is there, so an error up to then keeps its own status. */
async function send(
  response: ServerResponse,
  chunks: AsyncIterable<Uint8Array>,
  summary: EngineSummary | null,
  isGzip: boolean,
): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  let next = await iterator.next();
  const tag = randomBytes(8).toString('hex');
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  response.setHeader('X-ClickHouse-Exception-Tag', tag);
  if (summary) response.setHeader('X-ClickHouse-Summary', JSON.stringify(summary));
  const output = isGzip ? gzipInto(response) : response;
  try {
    while (!next.done && !response.destroyed) {
      if (!output.write(next.value)) await drained(output, response);
      next = await iterator.next();
    }
  } catch (error) {
    output.write(lateException((error as Error).message, tag));
  } finally {
    // Ends the engine's stream when the client has gone.
    await iterator.return?.();
  }
  output.end();
  await finished(response).catch(() => undefined);
}

function gzipInto(response: ServerResponse): Writable {
  response.setHeader('Content-Encoding', 'gzip');
  const gzip = createGzip();
  gzip.pipe(response);
  return gzip;
}

function drained(output: Writable, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      output.off('drain', go);
      response.off('close', go);
      resolve();
    };
    output.once('drain', go);
    response.once('close', go);
  });
}

/** How a server tells an error after the 200 has left (since 25.11); clients look for the tag of the header. */
function lateException(message: string, tag: string): string {
  const text = `${message.trimEnd()}\n`;
  return `\r\n__exception__\r\n${tag}\r\n${text}${Buffer.byteLength(text)} ${tag}\r\n__exception__\r\n`;
}

function fail(response: ServerResponse, error: Error): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const code = codeOf(error);
  const status = error instanceof RequestRefused ? error.status : httpStatusOf(code);
  response.removeHeader('Content-Encoding');
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=UTF-8', 'X-ClickHouse-Exception-Code': String(code) });
  response.end(`${error.message.trimEnd()}\n`);
}
