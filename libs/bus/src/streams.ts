import type { NatsConnection } from '@nats-io/transport-node';
import type { EventContract } from '@smartcontent/contracts';

export async function convergeStreams(connection: NatsConnection, events: readonly EventContract[]): Promise<string[]> {
  throw new Error(`${connection.isClosed()} ${events.length}`);
}
