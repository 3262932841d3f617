import { JetStreamApiError, type JetStreamClient, jetstream } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { linkOf } from '@smartcontent/bus';
import { AppError, type IngestMessage } from '@smartcontent/contracts';
import { inSpan, type SpanInfo } from '@smartcontent/tracing';

const ACK_TIMEOUT_MS = 5_000;
/** What a stream with `discard: new` answers when it is full, and a server whose storage is. */
const FULL = new Set([10077, 10047, 10023, 10122]);

/** Puts encoded batches on the stream INGEST. */
export class IngestPublisher {
  private readonly stream: JetStreamClient;

  constructor(private readonly connection: NatsConnection) {
    this.stream = jetstream(connection, { timeout: ACK_TIMEOUT_MS });
  }

  /**
   * Returns when every message is durable. The first goes alone: while the stream is full or away nothing at all is kept.
   * @throws AppError ANALYTICS_INGEST_FULL or PLATFORM_STORE_UNAVAILABLE with data { batch_id, durable }: events that are kept although the batch failed
   */
  async publish(batchId: string, messages: readonly IngestMessage[]): Promise<void> {
    const [first, ...rest] = messages;
    if (!first) return;
    // Handed over now, they would only wait for their time-out.
    if (!linkOf(this.connection).isUp) throw new AppError('PLATFORM_STORE_UNAVAILABLE', { data: { batch_id: batchId, durable: 0 } });
    const settled = await Promise.allSettled([this.send(first)]);
    if (settled[0]?.status === 'fulfilled') settled.push(...(await Promise.allSettled(rest.map((message) => this.send(message)))));
    const failure = settled.find((result) => result.status === 'rejected');
    if (!failure) return;
    const durable = messages
      .filter((_message, index) => settled[index]?.status === 'fulfilled')
      .reduce((sum, message) => sum + rowsOf(message), 0);
    const isRefused = isFull(failure.reason);
    // Without an answer nobody knows whether the stream has it.
    const isPossiblyApplied = !isRefused || durable > 0;
    throw new AppError(isRefused ? 'ANALYTICS_INGEST_FULL' : 'PLATFORM_STORE_UNAVAILABLE', {
      cause: failure.reason,
      data: { batch_id: batchId, durable, ...(isPossiblyApplied && { is_possibly_applied: true }) },
    });
  }

  private async send(message: IngestMessage): Promise<void> {
    const fields = headers();
    for (const [name, value] of Object.entries(message.headers)) fields.set(name, value);
    await inSpan(sendSpan, () => this.stream.publish(message.subject, message.body, { headers: fields }));
  }
}

function sendSpan(): SpanInfo {
  const attributes = { 'messaging.system.name': 'nats', 'messaging.operation.name': 'send', 'messaging.operation.type': 'send' };
  return { name: 'send INGEST', kind: 'producer', attributes: { ...attributes, 'messaging.destination.name': 'INGEST' } };
}

function rowsOf(message: IngestMessage): number {
  return Number(message.headers['sc-rows'] ?? 0);
}

function isFull(error: unknown): boolean {
  return error instanceof JetStreamApiError && FULL.has(error.apiError().err_code);
}
