import type { JetStreamManager, StoredMsg } from '@nats-io/jetstream';

/**
 * What a stream holds on this subject (a pattern may have `*` and `>`), in order, from a sequence on. One request a message: it needs
 * the right to get messages of this stream and nothing else, where a consumer could be made to send them anywhere.
 */
export async function* storedMessages(manager: JetStreamManager, stream: string, subject: string, from = 1): AsyncGenerator<StoredMsg> {
  for (let seq = from; ; seq += 1) {
    // The next one that there is, so that what was deleted in between costs nothing.
    const query: { seq: number; next_by_subj: string } = { seq, next_by_subj: subject };
    const message = await manager.streams.getMessage(stream, query);
    if (!message) return;
    yield message;
    seq = message.seq;
  }
}
