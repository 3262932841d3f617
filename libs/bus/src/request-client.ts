import type { Msg, NatsConnection } from '@nats-io/transport-node';
import {
  AppError,
  assertAwaited,
  type CallOf,
  type OutputOf,
  type RequestContext,
  type RequestContract,
  type WireError,
} from '@smartcontent/contracts';
import { inSpan, type OpenSpan } from '@smartcontent/tracing';
import type { BusLog, BusMetrics } from './bus-log.js';
import { Circuit } from './circuit.js';
import { type Link, linkOf } from './link.js';
import { callSpan } from './message-spans.js';
import { PendingCalls, unavailable } from './pending-calls.js';
import { contextHeaders, isTooLarge } from './wire.js';

export interface RequestClientOptions {
  /** True at the edge (the default): the Idempotency-Key travels on. A service that calls another one leaves it out, see `contextHeaders`. */
  readonly passesIdempotency?: boolean;
  readonly log?: BusLog;
  readonly metrics?: BusMetrics;
}

/** Nest's answer frame. */
interface Answer {
  readonly err?: unknown;
  readonly response?: unknown;
}

/** Calls other services by contract, in the frame of Nest's NATS transport. Make one per connection. */
export class RequestClient {
  readonly #link: Link;
  readonly #options: RequestClientOptions;
  readonly #pending: PendingCalls;
  readonly #circuits = new Map<string, Circuit>();

  constructor(connection: NatsConnection, options: RequestClientOptions = {}) {
    this.#link = linkOf(connection);
    this.#pending = new PendingCalls(connection);
    this.#options = options;
  }

  /**
   * The owner's answer. Waits until `context.deadlineMs` or until `context.signal` aborts, tells the owner that nobody waits any more, and
   * never tries again by itself. While the owner is away its circuit is open: calls are refused at once, but for a probe now and then.
   * @throws AppError the owner's own, or PLATFORM_SERVICE_UNAVAILABLE (nobody answers this subject, its circuit is open, or NATS is away),
   * PLATFORM_DEADLINE_EXCEEDED (also where the caller gave up), PLATFORM_ANSWER_TOO_LARGE, GATEWAY_BODY_TOO_LARGE (the input does not fit in
   * one message), PLATFORM_INTERNAL (the answer cannot be read).
   */
  call<C extends RequestContract>(contract: C, input: CallOf<C>, context: RequestContext): Promise<OutputOf<C>> {
    const ask = (span?: OpenSpan) => this.#call(contract, input, span ? { ...context, traceparent: span.traceparent } : context);
    return inSpan(() => callSpan(contract, context), ask);
  }

  async #call<C extends RequestContract>(contract: C, input: CallOf<C>, context: RequestContext): Promise<OutputOf<C>> {
    const { subject, owner } = contract;
    const { deadlineMs, signal } = context;
    const payload = Buffer.from(JSON.stringify({ pattern: subject, data: input, id: '1' }));
    if (isTooLarge(payload)) throw new AppError('GATEWAY_BODY_TOO_LARGE');
    const headers = contextHeaders(context, this.#options.passesIdempotency ?? true);
    assertAwaited(context);
    if (deadlineMs <= Date.now()) throw new AppError('PLATFORM_DEADLINE_EXCEEDED');
    const circuit = this.#circuitOf(owner);
    if (!this.#link.isUp || !circuit.lets(subject)) throw unavailable(owner);
    return readAnswer(await this.#pending.answerTo({ subject, owner, circuit, payload, headers, deadlineMs, signal })) as OutputOf<C>;
  }

  #circuitOf(owner: string): Circuit {
    let circuit = this.#circuits.get(owner);
    if (!circuit) {
      circuit = new Circuit((isOpen) => this.#tell(owner, isOpen));
      this.#circuits.set(owner, circuit);
    }
    return circuit;
  }

  #tell(service: string, isOpen: boolean): void {
    const { log, metrics } = this.#options;
    if (isOpen) log?.warn('a service does not answer; it is asked only now and then until it does', { service });
    else log?.info('a service answers again', { service });
    metrics?.circuitChanged?.(service, isOpen);
  }
}

/** @throws AppError the owner's own, or PLATFORM_INTERNAL where it is not an answer at all. */
function readAnswer(message: Msg): unknown {
  let answer: Answer | null;
  try {
    answer = message.json<Answer | null>();
  } catch (cause) {
    throw new AppError('PLATFORM_INTERNAL', { cause });
  }
  if (typeof answer !== 'object' || answer === null)
    throw new AppError('PLATFORM_INTERNAL', { cause: new Error('the answer has no frame') });
  if (answer.err !== undefined) throw answerError(answer.err);
  return answer.response;
}

function answerError(err: unknown): AppError {
  const isTyped = typeof err === 'object' && err !== null && 'code' in err;
  return isTyped ? AppError.fromWire(err as WireError) : new AppError('PLATFORM_INTERNAL', { cause: err });
}
