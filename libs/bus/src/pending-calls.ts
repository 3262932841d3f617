import { errors, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { AppError, assertAwaited } from '@smartcontent/contracts';
import type { Circuit } from './circuit.js';
import { newInbox } from './connection.js';
import { Departure } from './departure.js';
import { linkOf } from './link.js';
import { type Expiring, UnderWay } from './under-way.js';
import { cancelSubject } from './wire.js';

/** A request that is ready to be sent. */
export interface OutgoingCall {
  readonly subject: string;
  /** The service that answers it. */
  readonly owner: string;
  readonly circuit: Circuit;
  readonly payload: Uint8Array;
  readonly headers: MsgHdrs;
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

/** What NATS says instead of an answer where nobody subscribes to the subject. */
const NO_RESPONDERS = 503;
/** Where a call waits for longer, it is asked so often whether anybody of its service is there at all: no service starts as fast as that. */
const LOOK_EVERY_MS = 100;

/**
 * The calls of one connection that wait for their answers. All share one subscription and one timer, and those of one turn of the event
 * loop leave together; the client's own `request` pays for several promises, a timer and an error object per call.
 */
export class PendingCalls {
  readonly #connection: NatsConnection;
  readonly #inbox: string;
  readonly #calls = new UnderWay<PendingCall>();
  readonly #departure = new Departure<PendingCall>((call) => this.#send(call));
  #count = 0;
  #nextLook: NodeJS.Timeout | undefined;

  constructor(connection: NatsConnection) {
    this.#connection = connection;
    this.#inbox = newInbox(connection);
    // An error comes without a message: NATS refuses the subscription, which the connection's own watch tells.
    const take = (error: Error | null, message: Msg) => {
      if (!error) this.#take(message);
    };
    connection.subscribe(`${this.#inbox}.*`, { callback: take });
    linkOf(connection).onLost(() => this.#lose(() => true));
    void this.#watchRefusals();
  }

  /**
   * The answer to the call.
   * @throws AppError PLATFORM_DEADLINE_EXCEEDED (it did not come in time, or the caller gave up: the owner is told either way),
   * PLATFORM_SERVICE_UNAVAILABLE (nobody is there; its data says that it is possibly applied where nobody is any more, or the connection
   * was lost).
   */
  answerTo(outgoing: OutgoingCall): Promise<Msg> {
    const call = new PendingCall(outgoing, this.#giveUp);
    this.#calls.add(call);
    this.#count += 1;
    call.id = `${this.#inbox}.${call.place}_${this.#count}`;
    outgoing.signal?.addEventListener('abort', call);
    this.#departure.add(call);
    this.#lookLater();
    return call.answer;
  }

  #send(call: PendingCall): void {
    // Given up before it left.
    if (this.#calls.get(call.place) !== call) return;
    const { subject, payload, headers } = call.outgoing;
    call.sentAtMs = Date.now();
    try {
      this.#connection.publish(subject, payload, { reply: call.id, headers });
    } catch (error) {
      this.#settle(call);
      call.reject(unavailable(call.outgoing.owner, error));
    }
  }

  #take(message: Msg): void {
    const name = message.subject.slice(this.#inbox.length + 1);
    const call = this.#calls.get(Number.parseInt(name, 10));
    const isNobody = message.data.length === 0 && message.headers?.code === NO_RESPONDERS;
    // Another one may have its place by now, or it was no call.
    if (call?.id !== message.subject) {
      if (isNobody) this.#loseThoseOf(name);
      return;
    }
    this.#settle(call);
    const { subject, owner, circuit } = call.outgoing;
    if (isNobody) {
      circuit.unanswered(subject);
      call.reject(unavailable(owner));
    } else {
      circuit.answered();
      call.resolve(message);
    }
  }

  /** The deadline is over, or the caller does not wait any longer: whoever works on it may stop. */
  readonly #giveUp = (call: PendingCall): void => {
    this.#settle(call);
    const { subject, owner, circuit, signal } = call.outgoing;
    if (!signal?.aborted) circuit.timedOut(subject, call.sentAtMs, call.deadlineMs);
    call.reject(reasonOf(call.outgoing));
    if (call.sentAtMs > 0) this.#tell(owner, call.id);
  };

  #tell(owner: string, id: string, reply?: string): void {
    try {
      this.#connection.publish(cancelSubject(owner), id, { reply });
    } catch {
      // The connection is being closed. The owner has the deadline.
    }
  }

  #settle(call: PendingCall): void {
    this.#calls.delete(call);
    call.outgoing.signal?.removeEventListener('abort', call);
  }

  #lookLater(): void {
    this.#nextLook ??= setTimeout(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  /**
   * NATS says nothing to those who wait for a process that has died. But every replica listens for cancelled calls until its last answer has
   * left, so that where nobody does, no answer comes any more.
   */
  #look(): void {
    this.#nextLook = undefined;
    const now = Date.now();
    const isSlow = ({ sentAtMs }: PendingCall) => sentAtMs > 0 && sentAtMs <= now - LOOK_EVERY_MS;
    const owners = new Set([...this.#calls].filter(isSlow).map(({ outgoing }) => outgoing.owner));
    for (const owner of owners) this.#tell(owner, 'nobody', `${this.#inbox}.${owner}_${now}`);
    if (this.#calls.size > 0) this.#lookLater();
  }

  /** `name` is that of a look: its service, and when it was. What was sent after it may have met a new process. */
  #loseThoseOf(name: string): void {
    const [owner, lookedAtMs] = name.split('_');
    this.#lose((call) => call.outgoing.owner === owner && call.sentAtMs < Number(lookedAtMs));
  }

  /** Their answers do not come any more. */
  #lose(isLost: (call: PendingCall) => boolean): void {
    this.#failAll(isLost, ({ outgoing, sentAtMs }) => unavailable(outgoing.owner, undefined, sentAtMs > 0));
  }

  #failAll(isMeant: (call: PendingCall) => boolean, errorOf: (call: PendingCall) => AppError): void {
    for (const call of this.#calls) {
      if (!isMeant(call)) continue;
      this.#settle(call);
      call.reject(errorOf(call));
    }
  }

  /** The server answers nothing to what a service's NATS user may not send; it tells the connection. */
  async #watchRefusals(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type !== 'error' || !(status.error instanceof errors.PermissionViolationError)) continue;
      const { operation, subject } = status.error;
      const isRefused = ({ outgoing }: PendingCall) => outgoing.subject === subject;
      if (operation === 'publish') this.#failAll(isRefused, ({ outgoing }) => unavailable(outgoing.owner, status.error));
    }
  }
}

class PendingCall implements Expiring {
  readonly deadlineMs: number;
  readonly answer: Promise<Msg>;
  readonly resolve: (message: Msg) => void;
  readonly reject: (error: AppError) => void;
  /** 0 until it has left. */
  sentAtMs = 0;
  place = 0;
  /** Subject of its answer, which names it for its owner. */
  id = '';

  constructor(
    readonly outgoing: OutgoingCall,
    private readonly giveUp: (call: PendingCall) => void,
  ) {
    this.deadlineMs = outgoing.deadlineMs;
    const { promise, resolve, reject } = Promise.withResolvers<Msg>();
    this.answer = promise;
    this.resolve = resolve;
    this.reject = reject;
  }

  expire(): void {
    this.giveUp(this);
  }

  /** Of the caller's signal. */
  handleEvent(): void {
    this.giveUp(this);
  }
}

/** A service that cannot be asked at this moment. A second is enough for a circuit to look again, and for a connection to come back. */
export function unavailable(service: string, cause?: unknown, isPossiblyApplied = false): AppError {
  const data = { service, retry_after_seconds: 1, ...(isPossiblyApplied && { is_possibly_applied: true }) };
  return new AppError('PLATFORM_SERVICE_UNAVAILABLE', { cause, data });
}

function reasonOf(call: OutgoingCall): AppError {
  try {
    assertAwaited(call);
  } catch (error) {
    return error as AppError;
  }
  return new AppError('PLATFORM_DEADLINE_EXCEEDED');
}
