import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers as emptyHeaders, type NatsConnection } from '@nats-io/transport-node';
import type { DataOf, EventContract } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { eventually } from './eventually.js';

/** An event as a test wants it; what is left out is made up. The same `id` and `time` make it the same event delivered again. */
export interface PlayedEvent<D = unknown> {
  readonly id?: string;
  readonly time?: string;
  readonly companyId: string;
  readonly aggregateId: string;
  /** 1 unless told. */
  readonly aggregateVersion?: number;
  readonly data: D;
}

/** Publishes an event as its owner's relay would; the data is not checked, so that a broken producer can be played too. Returns its id. */
export async function playEvent<C extends EventContract>(
  nats: NatsConnection,
  contract: C,
  event: PlayedEvent<DataOf<C> | Record<string, unknown>>,
): Promise<string> {
  const { id = newId(), time = new Date().toISOString(), companyId, aggregateId, aggregateVersion = 1, data } = event;
  const attributes = {
    specversion: '1.0',
    id,
    source: `/smartcontent/${contract.owner}`,
    type: contract.subject,
    time,
    datacontenttype: 'application/json',
    companyid: companyId,
    aggregateid: aggregateId,
    aggregateversion: String(aggregateVersion),
    correlationid: newId(),
    actor: `service:${contract.owner}`,
  };
  const headers = emptyHeaders();
  for (const [name, value] of Object.entries(attributes)) headers.append(`ce-${name}`, value);
  // A message id of its own: the stream's duplicate window would hide a second delivery from the consumer.
  await jetstream(nats).publish(contract.subject, JSON.stringify(data), { headers, msgID: newId() });
  return id;
}

/** The dead letter of an event, waited for: what it was about and why it was given up (`permanent`, `malformed`, …). */
export async function deadLetterOf(nats: NatsConnection, eventId: string): Promise<{ subject: string; cause: string; error: string }> {
  const manager = await jetstreamManager(nats);
  return eventually(async () => {
    const letter = await findLetter(manager, eventId);
    if (!letter) throw new Error(`there is no dead letter of ${eventId}`);
    return { subject: letter.subject, cause: letter.header.get('sc-dead-cause'), error: letter.header.get('sc-dead-error') };
  });
}

async function findLetter(manager: JetStreamManager, eventId: string) {
  for await (const { config, state } of manager.streams.list('dlq.>')) {
    for (let seq = state.last_seq; seq >= Math.max(1, state.first_seq); seq -= 1) {
      const message = await manager.streams.getMessage(config.name, { seq });
      if (message?.header.get('ce-id') === eventId) return message;
    }
  }
  return undefined;
}
