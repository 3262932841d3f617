import { type ConsumerInfo, DeliverPolicy, type JetStreamManager, jetstreamManager, type StreamState } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { EVENTS } from '@smartcontent/contracts';
import type { AcknowledgedRow, OutboxStore } from '@smartcontent/database';
import type { BusLog } from './bus-log.js';
import type { RelayLease } from './relay-lease.js';
import { durableConfigs, restoreDurables } from './streams.js';

export interface RepairOptions {
  readonly connection: NatsConnection;
  readonly stream: string;
  readonly outbox: OutboxStore;
  readonly lease: RelayLease;
  readonly log: BusLog;
  /** Of durables that are gone, 30 unless told. */
  readonly ackWaitSeconds?: number;
}

const PAGE = 500;

/**
 * JetStream acknowledges before it syncs to disk, so a broker may come back without its last messages. The outbox keeps the sequence of
 * each acknowledgement: this walks back from the highest to the message that still carries its row's id and makes what came after
 * unpublished again, under a new epoch. Durables that were ahead are made anew, or they would skip what is published next; one that is
 * ahead of the stream tells of a loss whose rows were not marked yet. Where the lease is lost on the way, its next holder does it all again.
 */
export async function repairStream(options: RepairOptions): Promise<void> {
  const { connection, stream, outbox, lease, log, ackWaitSeconds } = options;
  const manager = await jetstreamManager(connection, { checkAPI: false });
  // Deleted by hand, or its making was cut short after it was deleted: it is on no list any more.
  const restored = await restoreDurables(manager, stream, durableConfigs(EVENTS, { ackWaitSeconds }).get(stream) ?? []);
  if (restored.length > 0) log.warn('durables that were gone are made again, from the beginning', { stream, durables: restored });
  const durables: ConsumerInfo[] = [];
  for await (const durable of manager.consumers.list(stream)) durables.push(durable);
  const { state } = await manager.streams.info(stream);
  const [newest] = await outbox.acknowledged(1);
  const isNewestHeld = !newest || (await isHeld(manager, stream, state, newest));
  if (isNewestHeld && durables.every(({ delivered }) => delivered.stream_seq <= state.last_seq)) return;
  const last = isNewestHeld ? newest : await findLastHeld(options, manager, state, newest);
  // First: cut short after it, the whole repair is done again; cut short before it, a durable would stall for good.
  await remakeDurables(manager, stream, durables, last?.stream_sequence ?? 0);
  const { held } = lease;
  const counts = held && (await outbox.unpublishAfter(held, last));
  if (!counts) return lease.drop(held);
  const after = last?.stream_sequence ?? 0;
  log.error('the broker lost messages that it had acknowledged; they are published again', { stream, after, ...counts });
  await lease.bumpEpoch();
}

/** `Nats-Msg-Id` of the message that the stream ends with. */
export async function lastMessageId(connection: NatsConnection, stream: string): Promise<string | undefined> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const { state } = await manager.streams.info(stream);
  const last = state.messages > 0 ? await manager.streams.getMessage(stream, { seq: state.last_seq }) : null;
  return last?.header.get('Nats-Msg-Id');
}

/** What stands above the stream's last sequence need not be read, however much it is. */
async function findLastHeld(
  { outbox, stream }: RepairOptions,
  manager: JetStreamManager,
  state: StreamState,
  newest: AcknowledgedRow,
): Promise<AcknowledgedRow | undefined> {
  const below = (row: AcknowledgedRow) =>
    outbox.acknowledged(PAGE, { ...row, stream_sequence: Math.min(row.stream_sequence, state.last_seq + 1) });
  let page = await below(newest);
  for (let at = page.at(-1); at; at = page.at(-1)) {
    for (const row of page) if (await isHeld(manager, stream, state, row)) return row;
    page = await below(at);
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

async function remakeDurables(
  manager: JetStreamManager,
  stream: string,
  durables: readonly ConsumerInfo[],
  lastSequence: number,
): Promise<void> {
  for (const { name, config, delivered, ack_floor } of durables) {
    if (delivered.stream_seq <= lastSequence) continue;
    await manager.consumers.delete(stream, name);
    // Whoever held what it delivered and was not told of may have ended with the broker.
    const start = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: Math.min(ack_floor.stream_seq, lastSequence) + 1 };
    await manager.consumers.add(stream, { ...config, ...start });
  }
}
