import type { NatsConnection } from '@nats-io/transport-node';
import type { ServiceName } from '@smartcontent/contracts';
import type { Database } from '@smartcontent/database';
import type { BusLog, BusMetrics } from './bus-log.js';

export interface RelayOptions {
  readonly connection: NatsConnection;
  readonly service: ServiceName;
  readonly database: Database;
  readonly log: BusLog;
  readonly metrics?: BusMetrics;
}

export class Relay {
  constructor(readonly settings: RelayOptions) {}

  /** Takes the lease when it is free and publishes from then on; returns at once. */
  start(): void {}

  /** Says that an outbox row was committed. */
  nudge(): void {}

  /** Resolves when every committed outbox row is published. For tests. */
  async drained(): Promise<void> {}

  /** Finishes the batch under way and gives the lease back. */
  async stop(): Promise<void> {}
}
