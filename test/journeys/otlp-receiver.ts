import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as its service sent it. */
export interface SeenSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentId: string;
  readonly name: string;
  readonly kind: string;
  readonly startNanos: bigint;
  readonly hasFailed: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly linkedTraceIds: readonly string[];
}

const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly status?: { readonly code?: number };
  readonly attributes?: readonly OtlpAttribute[];
  readonly links?: readonly { readonly traceId: string }[];
}
interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** The least of a collector: takes OTLP/HTTP as JSON and keeps the spans. */
export class OtlpReceiver implements AsyncDisposable {
  readonly spans: SeenSpan[] = [];
  /** Everything that came, as it came. */
  received = '';
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      this.received += `${text}\n`;
      this.#take(JSON.parse(text) as OtlpRequest);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /**
   * Spans of one trace, in the order in which they began. They tell that in whole milliseconds, and one that is inside another one ends, and
   * comes, before it: of those that began in the same millisecond the outer one is first.
   */
  trace(traceId: string): SeenSpan[] {
    const own = this.spans.filter((span) => span.traceId === traceId);
    const byId = new Map(own.map((span) => [span.spanId, span]));
    const depthOf = ({ parentId }: SeenSpan): number => {
      const parent = byId.get(parentId);
      return parent ? depthOf(parent) + 1 : 0;
    };
    return own.sort((one, other) => Number(one.startNanos - other.startNanos) || depthOf(one) - depthOf(other));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take({ resourceSpans }: OtlpRequest): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = plain(resource.attributes)['service.name'] ?? '';
      for (const { spans } of scopeSpans) this.spans.push(...spans.map((span) => seen(span, service)));
    }
  }
}

function seen(span: OtlpSpan, service: string): SeenSpan {
  return {
    service,
    traceId: span.traceId,
    spanId: span.spanId,
    parentId: span.parentSpanId ?? '',
    name: span.name,
    kind: KINDS[span.kind] ?? '',
    startNanos: BigInt(span.startTimeUnixNano),
    hasFailed: span.status?.code === 2,
    attributes: plain(span.attributes ?? []),
    linkedTraceIds: (span.links ?? []).map((link) => link.traceId),
  };
}

function plain(attributes: readonly OtlpAttribute[]): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
}

/** A trace as indented lines: service, kind and name of each span below its parent. */
export function treeOf(spans: readonly SeenSpan[], parentId = '', depth = 0): string[] {
  return spans
    .filter((span) => span.parentId === parentId)
    .flatMap((span) => {
      const line = `${'  '.repeat(depth)}${span.service} ${span.kind} ${span.name}`;
      return [line, ...treeOf(spans, span.spanId, depth + 1)];
    });
}
