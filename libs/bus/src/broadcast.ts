import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { BroadcastContract } from '@smartcontent/contracts';
import type { z } from 'zod';

/** Tells every replica of its listeners at once, without a promise of delivery. For dropping in-process caches. */
export function broadcast<C extends BroadcastContract>(connection: NatsConnection, { subject }: C, data: z.input<C['data']>): void {
  connection.publish(subject, JSON.stringify(data));
}

/** Hears what `broadcast` says, and passes over what does not fit the contract. Unsubscribe, or close the connection, to end it. */
export function onBroadcast<C extends BroadcastContract>(
  connection: NatsConnection,
  contract: C,
  handler: (data: z.output<C['data']>) => void,
): Subscription {
  return connection.subscribe(contract.subject, {
    callback: (error, message) => {
      const parsed = error ? undefined : contract.data.safeParse(message.json());
      if (parsed?.success) handler(parsed.data as z.output<C['data']>);
    },
  });
}
