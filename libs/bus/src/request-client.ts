import type { NatsConnection } from '@nats-io/transport-node';
import type { CallOf, OutputOf, RequestContext, RequestContract } from '@smartcontent/contracts';

export class RequestClient {
  constructor(private readonly connection: NatsConnection) {}

  call<C extends RequestContract>(contract: C, input: CallOf<C>, context: RequestContext): Promise<OutputOf<C>> {
    throw new Error(`${contract.subject} ${String(input)} ${context.correlationId} ${this.connection.isClosed()}`);
  }
}
