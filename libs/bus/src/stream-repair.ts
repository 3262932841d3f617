import { DeliverPolicy, type JetStreamManager, jetstreamManager, type StreamState } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { EVENTS } from '@smartcontent/contracts';
import type { AcknowledgedRow, Lease, LeaseStore, OutboxStore } from '@smartcontent/database';
import type { BusLog } from './bus-log.js';
import { restoreDurables } from './streams.js';

export interface RepairOptions {
  readonly connection: NatsConnection;
  readonly stream: string;
  readonly outbox: OutboxStore;
  readonly leases: LeaseStore;
  readonly lease: Lease;
  readonly log: BusLog;
}

const PAGE = 500;

/**
 * JetStream acknowledges before it syncs to disk, so a broker may come back without its last messages. The outbox keeps the sequence of
 * each acknowledgement: this walks back from the highest to the message that still carries its row's id and makes what came after
 * unpublished again. Durables that were ahead are made anew, or they would skip what is published next.
 * Returns the lease, under a new epoch where something was lost; undefined where the lease was lost.
 */
export async function repairStream(options: RepairOptions): Promise<Lease | undefined> {
  const { connection, stream, outbox, leases, lease, log } = options;
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const [newest] = await outbox.acknowledged(1);
  if (!newest) return lease;
  const { state } = await manager.streams.info(stream);
  if (await isHeld(manager, stream, state, newest)) return lease;
  const last = await findLastHeld(options, manager, state, newest);
  // First: cut short after it, the whole repair is done again; cut short before it, a durable would stall for good.
  await remakeDurables(manager, stream, last?.stream_sequence ?? 0);
  const counts = await outbox.unpublishAfter(lease, last);
  if (!counts) return undefined;
  log.error('the broker lost messages that it had acknowledged; they are published again', {
    stream,
    after: last?.stream_sequence ?? 0,
    ...counts,
  });
  return leases.bumpEpoch(lease);
}

async function findLastHeld(
  { outbox, stream }: RepairOptions,
  manager: JetStreamManager,
  state: StreamState,
  newest: AcknowledgedRow,
): Promise<AcknowledgedRow | undefined> {
  let page = await outbox.acknowledged(PAGE, newest);
  while (page.length > 0) {
    for (const row of page) if (await isHeld(manager, stream, state, row)) return row;
    page = await outbox.acknowledged(PAGE, page.at(-1));
  }
  return undefined;
}

/** Whether the stream's message of this sequence is this row's. One that has reached the stream's max age was not lost. */
async function isHeld(manager: JetStreamManager, stream: string, state: StreamState, row: AcknowledgedRow): Promise<boolean> {
  if (row.stream_sequence > state.last_seq) return false;
  if (row.stream_sequence < state.first_seq) return true;
  const message = await manager.streams.getMessage(stream, { seq: row.stream_sequence });
  return message?.header.get('Nats-Msg-Id') === row.event_id;
}

async function remakeDurables(manager: JetStreamManager, stream: string, lastSequence: number): Promise<void> {
  for await (const { name, config, delivered } of manager.consumers.list(stream)) {
    if (delivered.stream_seq <= lastSequence) continue;
    await manager.consumers.delete(stream, name);
    const start = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: lastSequence + 1 };
    await manager.consumers.add(stream, { ...config, ...start });
  }
  // One whose making was cut short after it was deleted is on no list any more.
  await restoreDurables(manager, stream, EVENTS);
}
