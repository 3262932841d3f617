import type { NatsConnection } from '@nats-io/transport-node';
import { ServerNats } from '@nestjs/microservices';
import type { ServiceName } from '@smartcontent/contracts';
import type { ActorTokens } from './actor-tokens.js';
import type { BusLog, BusMetrics } from './bus-log.js';

export interface RequestServerOptions {
  readonly connection: NatsConnection;
  readonly service: ServiceName;
  readonly tokens: ActorTokens;
  readonly log: BusLog;
  readonly metrics?: BusMetrics;
  /** Check every answer against its contract; for tests, since it costs a parse per answer. */
  readonly isAnswerChecked?: boolean;
}

export class RequestServer extends ServerNats {
  constructor(readonly settings: RequestServerOptions) {
    super({ queue: settings.service });
  }

  /** Subjects that have a handler, one entry per handler; for `assertHandlers`. */
  get handled(): readonly string[] {
    return [];
  }
}
