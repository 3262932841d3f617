import type { NatsConnection } from '@nats-io/transport-node';
import { AppError, type ServiceName } from '@smartcontent/contracts';

/** Whether the NATS connection is up at this moment. While it is down the client keeps what it is given and sends it later. */
export class BrokerLink {
  private up = true;

  private readonly listeners: (() => void)[] = [];

  constructor(connection: NatsConnection) {
    void this.watch(connection);
  }

  /** After each reconnect: broadcasts of the time between were missed. */
  onBack(listener: () => void): void {
    this.listeners.push(listener);
  }

  get isUp(): boolean {
    return this.up;
  }

  /**
   * A request handed over now would wait for its whole deadline, and might be carried out after its client gave up.
   * @throws AppError PLATFORM_SERVICE_UNAVAILABLE
   */
  requireUp(service: ServiceName): void {
    if (!this.up) throw new AppError('PLATFORM_SERVICE_UNAVAILABLE', { data: { service } });
  }

  private async watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') this.up = false;
      if (type !== 'reconnect') continue;
      this.up = true;
      for (const listener of this.listeners) listener();
    }
    this.up = false;
  }
}
