import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { type ClickHouseClient as ClickHouseReader, createClient as createReader } from '@clickhouse/client-web';
import { inSpan, type SpanInfo } from '@smartcontent/tracing';
import { z } from 'zod';
import { inlineLists } from './inline-lists.js';
import type { Query } from './query.js';
import { mapClickHouseError } from './store-error.js';

/** Longer than any cap of a query, so that the server's own error arrives first; inserts have no other limit. */
const REQUEST_TIMEOUT_MILLISECONDS = 120_000;

/** The server's own limit on the length of a statement. */
const LONG_STATEMENT = 200_000;

/** The one door to ClickHouse: named queries with caps, and inserts of finished rows. */
export class ClickHouse {
  private constructor(
    private readonly client: ClickHouseClient,
    /** Rows come by fetch: the client for Node waits for a timer before each request, 1.3 ms that are felt where one request asks twice. */
    private readonly reader: ClickHouseReader,
  ) {}

  /** `url` is http(s)://[user:password@]host:port/database. Nothing is connected yet, so ClickHouse may still be away. */
  static async open(url: string): Promise<ClickHouse> {
    const both = {
      url,
      // Every error is thrown; whoever catches it decides whether it is worth a line.
      log: { level: ClickHouseLogLevel.OFF },
      request_timeout: REQUEST_TIMEOUT_MILLISECONDS,
    };
    return new ClickHouse(
      // Below the server's own limit, so that no request goes out on a socket that is just being closed.
      createClient({ ...both, keep_alive: { enabled: true, idle_socket_ttl: 2_500 } }),
      // A long list of values travels in the body instead of the URL.
      createReader({ ...both, use_multipart_params_auto: true, compression: { response: false } }),
    );
  }

  /**
   * Runs a query within its caps and returns its checked rows.
   * @throws AppError PLATFORM_STORE_UNAVAILABLE, PLATFORM_DEADLINE_EXCEEDED
   */
  async run<P extends z.ZodType, R extends z.ZodType>(query: Query<P, R>, params: z.input<P>): Promise<z.output<R>[]> {
    const { sql, values } = inlineLists(query.sql, query.params.parse(params) as Record<string, unknown>);
    const rows = await this.#ask(query.name, async () => {
      const result = await this.reader.query({
        query: sql,
        query_params: values,
        format: 'JSONEachRow',
        clickhouse_settings: {
          max_execution_time: query.maxSeconds,
          max_memory_usage: String(query.maxMemoryBytes),
          ...(sql.length > LONG_STATEMENT && { max_query_size: String(2 * sql.length) }),
          log_comment: query.name,
          // Rows are read whole anyway, and an error keeps its status.
          wait_end_of_query: 1,
          output_format_json_quote_64bit_integers: 0,
        },
      });
      return result.json<unknown>();
    });
    return z.array(query.row).parse(rows);
  }

  /**
   * Inserts rows that are already text in the format that `sql` names. Settings belong into the SQL text
   * (`INSERT INTO t SETTINGS insert_deduplication_token = '…' FORMAT JSONEachRow`).
   * @throws AppError PLATFORM_STORE_UNAVAILABLE; see {@link isRowsRefused} for rows that do not fit
   */
  async insertRaw({ sql, body }: { sql: string; body: string | readonly string[] }): Promise<void> {
    await this.#ask(summaryOf(sql), async () => {
      const values = Readable.from(typeof body === 'string' ? [body] : body, { objectMode: false });
      const { stream } = await this.client.exec({ query: sql, values });
      // Read to its end, so that the connection can be used again.
      await finished(stream.resume());
    });
  }

  /** Runs a statement without rows in or out, for example DDL. */
  async command(sql: string): Promise<void> {
    await this.#ask(summaryOf(sql), () => this.client.command({ query: sql, clickhouse_settings: { wait_end_of_query: 1 } }));
  }

  async isReady(): Promise<boolean> {
    return (await this.client.ping()).success;
  }

  async close(): Promise<void> {
    await Promise.all([this.client.close(), this.reader.close()]);
  }

  async #ask<T>(summary: string, work: () => Promise<T>): Promise<T> {
    try {
      return await inSpan(() => askSpan(summary), work);
    } catch (error) {
      throw mapClickHouseError(error);
    }
  }
}

/** Named like the query, or by its operation and table; the text may be as long as what is inserted. */
function askSpan(summary: string): SpanInfo {
  return { name: summary, kind: 'client', attributes: { 'db.system.name': 'clickhouse', 'db.query.summary': summary } };
}

function summaryOf(sql: string): string {
  const [, verb = 'statement', table = ''] = /^\s*(\w+)(?:\s+INTO)?\s+([\w.]+)/i.exec(sql) ?? [];
  return `${verb.toUpperCase()} ${table}`.trim();
}
