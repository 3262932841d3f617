import type { NatsConnection, Subscription } from '@nats-io/transport-node';

/** Tells every replica of every service at once, without a promise of delivery. For dropping in-process caches (topic `credential-changed`). */
export function broadcast(connection: NatsConnection, topic: string, data: unknown): void {
  connection.publish(`broadcast.${topic}`, JSON.stringify(data));
}

/** Hears what `broadcast` says. Unsubscribe, or close the connection, to end it. */
export function onBroadcast(connection: NatsConnection, topic: string, handler: (data: unknown) => void): Subscription {
  return connection.subscribe(`broadcast.${topic}`, {
    callback: (error, message) => {
      if (!error) handler(message.json());
    },
  });
}
