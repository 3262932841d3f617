import type { NatsConnection } from '@nats-io/transport-node';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { ServiceName } from '@smartcontent/contracts';
import type { Database } from '@smartcontent/database';
import type { ActorTokens } from './actor-tokens.js';
import type { BusLog, BusMetrics } from './bus-log.js';

export interface EventServerOptions {
  readonly connection: NatsConnection;
  readonly service: ServiceName;
  readonly tokens: ActorTokens;
  readonly database: Database;
  readonly log: BusLog;
  readonly metrics?: BusMetrics;
}

export class EventServer extends Server implements CustomTransportStrategy {
  constructor(readonly settings: EventServerOptions) {
    super();
  }

  /** Subjects that have a handler, one entry per handler; for `assertHandlers`. */
  get handled(): readonly string[] {
    return [];
  }

  /** Resolves when the durables hold nothing pending or unacknowledged. For tests. */
  async drained(): Promise<void> {}

  listen(callback: (error?: unknown) => void): void {
    callback();
  }

  async close(): Promise<void> {}

  on(): void {}

  unwrap<T>(): T {
    return this.settings.connection as T;
  }
}
