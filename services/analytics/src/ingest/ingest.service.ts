import { Injectable } from '@nestjs/common';
import { isRowsRefused } from '@smartcontent/clickhouse';
import { type GetIngestAccounting, IngestMessageMalformed, type InputOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { IngestSettings } from '../ingest-settings.js';
import { LiveService } from '../live/live.service.js';
import { countsOf, totalOf } from './accounting.js';
import { EventRange } from './event-range.js';
import { EventsStore } from './events.store.js';
import { type EpochRow, IngestStore, type OffsetRow } from './ingest.store.js';
import { IngestStream } from './ingest-stream.js';
import { RangeReader } from './range-reader.js';
import { Verdict } from './verdict.js';

/** A message that was read, by which the stream is recognised as the one it was. */
interface Anchor {
  readonly sequence: number;
  readonly messageId: string;
}

/** Where the reading stands, as Postgres has it. */
export interface Place {
  readonly epoch: EpochRow;
  /** The last message that is behind us; null at the start of a stream. */
  readonly anchor: Anchor | null;
  /** A range that was recorded and not committed: it goes in again, with the same verdict and token. */
  readonly open: OffsetRow | null;
  readonly next: number;
  /** The stream was found to have lost messages, and this is where it goes on. */
  readonly isNewEpoch: boolean;
}

/** Rules of the ingest: every event of the stream is stored once, and what became of each is booked. */
@Injectable()
export class IngestService {
  constructor(
    private readonly store: IngestStore,
    private readonly events: EventsStore,
    private readonly stream: IngestStream,
    private readonly live: LiveService,
    private readonly settings: IngestSettings,
  ) {}

  /** Finds where to read on, and whether the stream is still the one that was read: a broker may have lost its tail. */
  async locate(tx: Tx): Promise<Place> {
    const { first } = await this.stream.bounds();
    const epoch = await this.store.currentEpoch(tx);
    if (!epoch) return placeOf(await this.store.startEpoch(tx, first, null), null, null, first);
    const open = await this.#openRange(tx);
    const anchor = anchorOf(await this.store.lastCommitted(tx, epoch.epoch)) ?? startOf(epoch);
    if ((await this.#isIntact(anchor)) && (await this.#isIntact(anchorOf(open)))) {
      return placeOf(epoch, anchor, open, open?.first_sequence ?? (anchor ? anchor.sequence + 1 : first));
    }
    const known = await this.#lastKnown(tx);
    const next = known ? known.sequence + 1 : first;
    const started = await this.store.startEpoch(tx, next, known?.messageId ?? null);
    return { ...placeOf(started, known, null, next), isNewEpoch: true };
  }

  async open(place: Place): Promise<RangeReader> {
    return new RangeReader(await this.stream.read(place.next), this.settings.readAheadBytes);
  }

  /** Throws where the stream is not the one that was read up to this place. */
  async confirm(place: Place): Promise<void> {
    if (!(await this.#isIntact(place.anchor))) throw new Error('The ingest stream does not hold the last message that was stored');
  }

  /** Which events count as duplicates: the same id earlier in this range, or stored in front of it. */
  async judge(range: EventRange, { epoch }: Place): Promise<Verdict> {
    const verdict = Verdict.empty(range.rowCount);
    const firstRows = new Map<string, number>();
    const idsOf = new Map<string, string[]>();
    let since = '9999';
    let before: string | null = null;
    let row = 0;
    for (const { eventId, part, ingestSeq } of range.rows(epoch.shift)) {
      const key = `${part.companyId}/${eventId}`;
      before ??= ingestSeq;
      if (part.receivedAt < since) since = part.receivedAt;
      if (firstRows.has(key)) verdict.mark(row);
      else {
        firstRows.set(key, row);
        const ids = idsOf.get(part.companyId);
        if (ids) ids.push(eventId);
        else idsOf.set(part.companyId, [eventId]);
      }
      row += 1;
    }
    if (before === null) return verdict;
    const stored = await this.events.stored(idsOf, before, since.slice(0, 19).replace('T', ' '));
    for (const key of stored) verdict.mark(firstRows.get(key) as number);
    return verdict;
  }

  record(tx: Tx, range: EventRange, verdict: Verdict, { epoch }: Place): Promise<OffsetRow> {
    return this.store.record(tx, {
      epoch: epoch.epoch,
      first_sequence: range.first.sequence,
      last_sequence: range.last.sequence,
      last_message_id: range.last.id,
      row_count: range.rowCount,
      duplicates: verdict.toBytes(),
      counts: countsOf(range, verdict),
    });
  }

  /** Writes a recorded range to ClickHouse, live counters and dead letters. Doing it again changes nothing. */
  async write(range: EventRange, offset: OffsetRow, { epoch }: Place): Promise<void> {
    if (range.rowCount !== offset.row_count) throw new Error(`The range has ${range.rowCount} events; ${offset.row_count} were recorded`);
    const verdict = Verdict.fromBytes(offset.duplicates ?? new Uint8Array());
    const lines: string[] = [];
    const fresh: { companyId: string; line: string }[] = [];
    let row = 0;
    for (const { line, part, ingestSeq } of range.rows(epoch.shift)) {
      if (!verdict.isDuplicate(row)) {
        lines.push(`{"ingest_seq":${ingestSeq},${line.slice(1)}`);
        fresh.push({ companyId: part.companyId, line });
      }
      row += 1;
    }
    for (const { message, error } of range.dead()) await this.stream.deadLetter(message, error.message);
    if (lines.length > 0) await this.events.insert(lines, offset.token);
    await this.settings.afterInsert();
    await this.live.count(fresh, epoch.epoch, offset.last_sequence);
  }

  /** Closes a range and books it. Returns what became of its events, or null where somebody else had closed it. */
  async settle(tx: Tx, range: EventRange, offset: OffsetRow): Promise<ReturnType<typeof totalOf> | null> {
    if (!(await this.store.commit(tx, offset))) return null;
    const counts = countsOf(range, Verdict.fromBytes(offset.duplicates ?? new Uint8Array()));
    await this.store.addCounts(tx, counts);
    return totalOf(counts);
  }

  after(place: Place, range: EventRange): Place {
    return placeOf(place.epoch, { sequence: range.last.sequence, messageId: range.last.id }, null, range.last.sequence + 1);
  }

  /** True where ClickHouse read the rows and refused them, so that none of them is stored and trying again is pointless. */
  isRefused(error: unknown): boolean {
    return isRowsRefused(error);
  }

  forget(tx: Tx, offset: OffsetRow): Promise<void> {
    return this.store.forget(tx, offset);
  }

  /** The same range of one message as one that holds nothing but a dead letter. */
  asDead(range: EventRange, reason: string): EventRange {
    const dead = new EventRange();
    for (const { message, content } of range.messages) {
      const header = content instanceof Error ? content.header : { ...content, rows: content.lines.length };
      dead.add({ message, content: new IngestMessageMalformed(reason, header) });
    }
    return dead;
  }

  /** Drops from the stream what has been stored for a while. The last message of a range stays, to recognise the stream by. */
  async tidy(tx: Tx, { epoch }: Place): Promise<void> {
    const done = await this.store.committedBefore(tx, epoch.epoch, this.settings.keepStoredSeconds);
    if (done) await this.stream.purgeBefore(done.last_sequence);
    await this.store.deleteOld(tx);
  }

  /**
   * Drops everything from the stream that is stored, the last message too: right behind it the stream then begins, by which it is recognised.
   * Returns the sequence of that one, or 0 where the stream is not the one that was read.
   */
  async purgeStored(tx: Tx): Promise<number> {
    const stored = await this.store.lastStored(tx);
    if (!stored || (await this.stream.messageId(stored.last_sequence)) !== stored.last_message_id) return 0;
    await this.stream.purgeBefore(stored.last_sequence + 1);
    return stored.last_sequence;
  }

  /** The company's books, hour by hour, and how far the reading is behind. */
  async account(tx: Tx, { from, to }: InputOf<typeof GetIngestAccounting>) {
    const [items, last, { last: end }] = await Promise.all([
      this.store.accountingOf(tx, from, to),
      this.store.lastStored(tx),
      this.stream.bounds(),
    ]);
    return { items, pending_messages: Math.max(end - (last?.last_sequence ?? 0), 0) };
  }

  onReconnect(listener: () => void): void {
    void this.stream.onReconnect(listener);
  }

  /** Nothing of a range without rows is stored, so it is cut anew: read again, what was found dead would have its rows back. */
  async #openRange(tx: Tx): Promise<OffsetRow | null> {
    const open = await this.store.openRange(tx);
    if (open?.row_count !== 0) return open ?? null;
    await this.store.forget(tx, open);
    return null;
  }

  /** On a quiet stream the message itself goes by its age: nothing is lost where the stream begins, or ends, right behind it. */
  async #isIntact(anchor: Anchor | null): Promise<boolean> {
    if (anchor === null) return true;
    const found = await this.stream.messageId(anchor.sequence);
    return found === null ? (await this.stream.bounds()).first === anchor.sequence + 1 : found === anchor.messageId;
  }

  /** The latest message that was stored and is still there. */
  async #lastKnown(tx: Tx): Promise<Anchor | null> {
    const { first, last } = await this.stream.bounds();
    for (const range of await this.store.committedWithin(tx, first, last)) {
      const anchor = { sequence: range.last_sequence, messageId: range.last_message_id };
      if (await this.#isIntact(anchor)) return anchor;
    }
    return null;
  }
}

function placeOf(epoch: EpochRow, anchor: Anchor | null, open: OffsetRow | null, next: number): Place {
  return { epoch, anchor, open, next, isNewEpoch: false };
}

function anchorOf(offset: OffsetRow | null | undefined): Anchor | null {
  return offset ? { sequence: offset.last_sequence, messageId: offset.last_message_id } : null;
}

function startOf(epoch: EpochRow): Anchor | null {
  return epoch.anchor_message_id === null ? null : { sequence: epoch.first_sequence - 1, messageId: epoch.anchor_message_id };
}
