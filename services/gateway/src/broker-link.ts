import type { NatsConnection } from '@nats-io/transport-node';

/** Whether the NATS connection is up at this moment. While it is down the client keeps what it is given and sends it later. */
export class BrokerLink {
  private up = true;

  /** `onBack` runs after each reconnect: broadcasts of the time between were missed. */
  constructor(connection: NatsConnection, onBack: () => void) {
    void this.watch(connection, onBack);
  }

  get isUp(): boolean {
    return this.up;
  }

  private async watch(connection: NatsConnection, onBack: () => void): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') this.up = false;
      if (type !== 'reconnect') continue;
      this.up = true;
      onBack();
    }
    this.up = false;
  }
}
