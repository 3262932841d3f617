import { connect, type NatsConnection } from '@nats-io/transport-node';

/** Opens the service's one NATS connection; waits while NATS is away and reconnects for ever. `url` is nats://user:pass@host:port. */
export function connectBus(options: { readonly url: string; readonly name: string }): Promise<NatsConnection> {
  return connect({ servers: options.url, name: options.name });
}
