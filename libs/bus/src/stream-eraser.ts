import { type JetStreamManager, jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { AppError, type ErasedPlace, type ErasureTarget, EVENTS, OPERATED_SERVICES, type ServiceName } from '@smartcontent/contracts';
import { AUDIT_STREAM, auditSubject } from './audit-ends.js';
import { deadLetterStream } from './dead-letter-streams.js';
import { eventStream } from './streams.js';

/** Messages asked for at once: a request each, since that needs no right but to look into this stream. */
const AT_ONCE = 200;
/** Whoever asks waits no longer than this for a stream; the next call goes on from there. */
const BUDGET_MS = 10_000;
/** The company of events and dead letters, and of ingest messages, which a dead letter may hold. */
const COMPANY_HEADERS = ['ce-companyid', 'sc-company'];
const AGGREGATE_HEADER = 'ce-aggregateid';

/** Messages of a target, and how many messages of anybody were not looked at. */
export interface FoundMessages {
  readonly sequences: readonly number[];
  readonly unread: number;
}

/** Takes messages out of the streams that a service keeps: its events and its dead letters. */
export class StreamEraser {
  readonly #connection: NatsConnection;
  readonly #service: ServiceName;
  /** Where a look through a stream was broken off, with what it had found, by stream and target. */
  readonly #reached = new Map<string, { readonly from: number; readonly found: readonly number[] }>();
  #made: Promise<JetStreamManager> | undefined;

  constructor(connection: NatsConnection, service: ServiceName) {
    this.#connection = connection;
    this.#service = service;
  }

  /** How far each of both streams goes by now. */
  ends(): Promise<ReadonlyMap<string, number>> {
    return reach(async () => {
      const manager = await this.#manager();
      const ends = new Map<string, number>();
      for (const stream of this.#owned()) ends.set(stream, (await manager.streams.info(stream)).state.last_seq);
      return ends;
    });
  }

  /**
   * Looks through both streams up to these ends, message by message. Of a person only what is about that person goes: what he did to other things stays,
   * under an id that means nobody any more.
   * @throws AppError PLATFORM_STORE_UNAVAILABLE
   */
  async erase(target: ErasureTarget, ends: ReadonlyMap<string, number>): Promise<ErasedPlace[]> {
    const places: ErasedPlace[] = [];
    for (const [stream, end] of ends) places.push(await reach(() => this.#eraseFrom(stream, target, end)));
    return places;
  }

  /** Takes the ends of the company's audit chains away, of every service. Identity's alone to do: nobody else may. */
  eraseAuditEnds({ companyId }: ErasureTarget): Promise<ErasedPlace> {
    return reach(async () => {
      const manager = await this.#manager();
      let [erased, left] = [0, 0];
      for (const service of OPERATED_SERVICES) {
        const find = () => manager.streams.getMessage(AUDIT_STREAM, { last_by_subj: auditSubject(service, companyId) });
        const end = await find();
        if (!end) continue;
        if (await remove(manager, AUDIT_STREAM, end.seq)) erased += 1;
        if (await find()) left += 1;
      }
      return { place: `nats.${AUDIT_STREAM}`, erased, left };
    });
  }

  /** Looks for some seconds for what a stream holds of the target, for whoever takes it away otherwise; the next call goes on from there. */
  find(stream: string, target: ErasureTarget): Promise<FoundMessages> {
    return reach(async () => {
      const manager = await this.#manager();
      const { state } = await manager.streams.info(stream);
      return this.#look(stream, target, state.last_seq, () => Promise.resolve());
    });
  }

  async #eraseFrom(stream: string, target: ErasureTarget, end: number): Promise<ErasedPlace> {
    const manager = await this.#manager();
    let [erased, left] = [0, 0];
    const { unread } = await this.#look(stream, target, end, async (found) => {
      const removed = await Promise.all(found.map((seq) => remove(manager, stream, seq)));
      erased += removed.filter(Boolean).length;
      const again = await Promise.all(found.map((seq) => manager.streams.getMessage(stream, { seq })));
      left += again.filter(Boolean).length;
    });
    return { place: `nats.${stream}`, erased, left, unread };
  }

  /** What was found before and is gone since is not named again. */
  async #look(stream: string, target: ErasureTarget, end: number, each: (found: number[]) => Promise<void>): Promise<FoundMessages> {
    const manager = await this.#manager();
    const { state } = await manager.streams.info(stream);
    const key = `${stream} ${target.companyId} ${target.userId}`;
    const endsAtMs = performance.now() + BUDGET_MS;
    const reached = this.#reached.get(key);
    const sequences = (reached?.found ?? []).filter((seq) => seq >= state.first_seq);
    let from = Math.max(state.first_seq, reached?.from ?? 1, 1);
    for (; from <= end && performance.now() < endsAtMs; from += AT_ONCE) {
      const found = await findIn(manager, stream, target, [from, Math.min(from + AT_ONCE - 1, end)]);
      await each(found);
      sequences.push(...found);
    }
    const unread = Math.max(end + 1 - from, 0);
    if (unread > 0) this.#reached.set(key, { from, found: sequences });
    else this.#reached.delete(key);
    return { sequences, unread };
  }

  #owned(): string[] {
    const events = EVENTS.some(({ owner }) => owner === this.#service) ? [eventStream(this.#service)] : [];
    return [...events, deadLetterStream(this.#service)];
  }

  #manager(): Promise<JetStreamManager> {
    this.#made ??= jetstreamManager(this.#connection, { checkAPI: false });
    return this.#made;
  }
}

async function findIn(
  manager: JetStreamManager,
  stream: string,
  target: ErasureTarget,
  [first, last]: readonly [number, number],
): Promise<number[]> {
  const sequences = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const messages = await Promise.all(sequences.map((seq) => manager.streams.getMessage(stream, { seq })));
  return sequences.filter((_, index) => {
    const message = messages[index];
    return message && isOf(message, target);
  });
}

function isOf({ header, data }: StoredMsg, { companyId, userId }: ErasureTarget): boolean {
  if (!COMPANY_HEADERS.some((name) => header.get(name) === companyId)) return false;
  if (userId === null || header.get(AGGREGATE_HEADER) === userId) return true;
  // Events of the outside hold where somebody was and with which browser.
  return header.has('sc-company') && Buffer.from(data).includes(userId);
}

/** Overwrites it, too. False where somebody else was faster. */
async function remove(manager: JetStreamManager, stream: string, seq: number): Promise<boolean> {
  try {
    return await manager.streams.deleteMessage(stream, seq, true);
  } catch (error) {
    // Servers of different age name a missing message differently.
    if (await manager.streams.getMessage(stream, { seq })) throw error;
    return false;
  }
}

async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AppError('PLATFORM_STORE_UNAVAILABLE', { cause: error, data: { store: 'nats' } });
  }
}
