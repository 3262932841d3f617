import { type JetStreamManager, jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { AppError, type ErasedPlace, type ErasureTarget, EVENTS, OPERATED_SERVICES, type ServiceName } from '@smartcontent/contracts';
import { AUDIT_STREAM, auditSubject } from './audit-ends.js';
import { deadLetterStream } from './dead-letter-streams.js';
import { eventStream } from './streams.js';

/** Messages asked for at once: a request each, since that needs no right but to look into this stream. */
const AT_ONCE = 200;
/** Whoever asks waits no longer than this for a stream; the next call goes on from there. */
const BUDGET_MS = 30_000;
/** The company of events and dead letters, and of ingest messages, which a dead letter may hold. */
const COMPANY_HEADERS = ['ce-companyid', 'sc-company'];
const AGGREGATE_HEADER = 'ce-aggregateid';

/** Takes messages out of the streams that a service keeps: its events and its dead letters. */
export class StreamEraser {
  readonly #connection: NatsConnection;
  readonly #service: ServiceName;
  /** Where a look through a stream was broken off, by stream and target. */
  readonly #reached = new Map<string, number>();
  #made: Promise<JetStreamManager> | undefined;

  constructor(connection: NatsConnection, service: ServiceName) {
    this.#connection = connection;
    this.#service = service;
  }

  /**
   * Looks through both streams, message by message. Of a person only what is about that person goes: what he did to other things stays,
   * under an id that means nobody any more.
   * @throws AppError PLATFORM_STORE_UNAVAILABLE
   */
  async erase(target: ErasureTarget): Promise<ErasedPlace[]> {
    const owned = EVENTS.some(({ owner }) => owner === this.#service) ? [eventStream(this.#service)] : [];
    const places: ErasedPlace[] = [];
    for (const stream of [...owned, deadLetterStream(this.#service)]) places.push(await reach(() => this.#eraseFrom(stream, target)));
    return places;
  }

  /** Takes the ends of the company's audit chains away, of every service. Identity's alone to do: nobody else may. */
  eraseAuditEnds({ companyId }: ErasureTarget): Promise<ErasedPlace> {
    return reach(async () => {
      const manager = await this.#manager();
      let erased = 0;
      for (const service of OPERATED_SERVICES) {
        const end = await manager.streams.getMessage(AUDIT_STREAM, { last_by_subj: auditSubject(service, companyId) });
        if (end && (await remove(manager, AUDIT_STREAM, end.seq))) erased += 1;
      }
      return { place: `nats.${AUDIT_STREAM}`, erased, left: 0 };
    });
  }

  /** Sequences of what a stream holds of the target, for whoever takes it away otherwise. */
  find(stream: string, target: ErasureTarget): Promise<number[]> {
    return reach(async () => {
      const manager = await this.#manager();
      const { state } = await manager.streams.info(stream);
      const found: number[] = [];
      for (let from = Math.max(state.first_seq, 1); from <= state.last_seq; from += AT_ONCE) {
        found.push(...(await findIn(manager, stream, target, [from, Math.min(from + AT_ONCE - 1, state.last_seq)])));
      }
      return found;
    });
  }

  async #eraseFrom(stream: string, target: ErasureTarget): Promise<ErasedPlace> {
    const manager = await this.#manager();
    const { state } = await manager.streams.info(stream);
    const key = `${stream} ${target.companyId} ${target.userId}`;
    const endsAtMs = performance.now() + BUDGET_MS;
    let from = Math.max(state.first_seq, this.#reached.get(key) ?? 0, 1);
    let erased = 0;
    for (; from <= state.last_seq && performance.now() < endsAtMs; from += AT_ONCE) {
      const found = await findIn(manager, stream, target, [from, Math.min(from + AT_ONCE - 1, state.last_seq)]);
      const removed = await Promise.all(found.map((seq) => remove(manager, stream, seq)));
      erased += removed.filter(Boolean).length;
    }
    const left = Math.max(state.last_seq + 1 - from, 0);
    if (left > 0) this.#reached.set(key, from);
    else this.#reached.delete(key);
    return { place: `nats.${stream}`, erased, left };
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
