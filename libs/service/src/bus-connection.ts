import type { NatsConnection } from '@nats-io/transport-node';

/** The service's one NATS connection, injectable by its class (NatsConnection is only a type). */
export class Bus {
  constructor(readonly connection: NatsConnection) {}
}
