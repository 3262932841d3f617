import { randomUUID } from 'node:crypto';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { type MessageHandler, ServerNats } from '@nestjs/microservices';
import {
  AppError,
  assertAwaited,
  type RequestContext,
  type RequestContract,
  type ServiceName,
  type WireError,
} from '@smartcontent/contracts';
import { inSpan } from '@smartcontent/tracing';
import type { ActorTokens } from './actor-tokens.js';
import { assertMayCall, parseInput } from './admission.js';
import type { BusLog, BusMetrics } from './bus-log.js';
import { Departure } from './departure.js';
import { resultOf } from './handles.js';
import { serveSpan } from './message-spans.js';
import { type RunningRequest, RunningRequests } from './running-requests.js';
import { cancelSubject, HEADER, isTooLarge, readMessageHeaders } from './wire.js';

export interface RequestServerOptions {
  readonly connection: NatsConnection;
  readonly service: ServiceName;
  readonly tokens: ActorTokens;
  readonly log: BusLog;
  readonly metrics?: BusMetrics;
  /** Check every answer and error code against the contract; for tests, since it costs a parse per answer. */
  readonly isAnswerChecked?: boolean;
}

/** Waits this long for an answer where a caller of another make sent no deadline. */
const DEFAULT_DEADLINE_MS = 10_000;
/** Requests under way get this long when the service stops. */
const GRACE_MS = 10_000;

/** An answer that is ready to be sent. */
interface Departing {
  readonly request: RunningRequest;
  readonly message: Msg;
  readonly answer: Answer;
  readonly id: string | undefined;
}

interface Binding {
  readonly contract: RequestContract;
  readonly callback: MessageHandler;
}

/** Nest's request frame. */
interface Frame {
  readonly id?: string;
  readonly data?: unknown;
}

type Headers = Readonly<Record<string, string | undefined>>;

/** Nest's answer frame. */
type Answer = { readonly response: unknown } | { readonly err: WireError };

/**
 * Nest's NATS transport with the platform's admission in front of each handler: deadline, actor token, caller and scope, input.
 * It takes part in the queue group of its service and uses the service's own connection, which it does not close.
 * Frames are Nest's; they are answered without Nest's observables in between, which cost a third of the throughput.
 */
export class RequestServer extends ServerNats {
  /** Subjects that have a handler, one entry per handler; for `assertHandlers`. Complete once `connectMicroservice` returned. */
  readonly handled: string[] = [];
  readonly #settings: RequestServerOptions;
  readonly #bindings = new Map<string, Binding>();
  readonly #subscriptions: Subscription[] = [];
  #cancels: Subscription | undefined;
  readonly #departure = new Departure<Departing>((departing) => this.#respond(departing));
  readonly #running = new RunningRequests();

  constructor(settings: RequestServerOptions) {
    super({});
    this.#settings = settings;
  }

  override addHandler(pattern: string, callback: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    const contract = extras.contract as RequestContract | undefined;
    if (contract?.type !== 'request') throw new Error(`${pattern} is not bound by @Handles to a request`);
    super.addHandler(pattern, callback, isEventHandler, extras);
    this.handled.push(contract.subject);
    this.#bindings.set(contract.subject, { contract, callback });
  }

  override async createNatsClient(): Promise<NatsConnection> {
    return this.#settings.connection;
  }

  override bindEvents(connection: NatsConnection): void {
    const { service, log } = this.#settings;
    // Before the requests: callers take a service for gone that nobody listens for here. Without a queue group: nobody knows which replica
    // has the request.
    const onCancel = (error: Error | null, message: Msg) => {
      if (!error) this.#running.cancel(message.string());
    };
    this.#cancels = connection.subscribe(cancelSubject(service), { callback: onCancel });
    for (const binding of this.#bindings.values()) {
      const { subject } = binding.contract;
      const callback = (error: Error | null, message: Msg) => {
        if (error) log.error('a request could not be taken', { subject, error });
        else void this.#serve(binding, message);
      };
      this.#subscriptions.push(connection.subscribe(subject, { queue: service, callback }));
    }
  }

  /** `connectBus` reports on the connection. */
  override async handleStatusUpdates(): Promise<void> {}

  /** Takes no further request, then waits for those under way, 10 s at most. */
  override async close(): Promise<void> {
    if (this.#settings.connection.isClosed()) return;
    await Promise.all(this.#subscriptions.splice(0).map((subscription) => subscription.drain()));
    const grace = AbortSignal.timeout(GRACE_MS);
    const late = new Promise((resolve) => grace.addEventListener('abort', resolve));
    await Promise.race([this.#running.idle(), late]);
    const { subjects } = this.#running;
    if (subjects.length > 0) this.#settings.log.warn('stops while requests are still running', { subjects });
    this.#cancels?.unsubscribe();
  }

  /** Never rejects: a request without an answer would only be seen as a time-out. */
  async #serve({ contract, callback }: Binding, message: Msg): Promise<void> {
    const startedMs = performance.now();
    const headers = readMessageHeaders(message);
    const deadlineMs = Number(headers[HEADER.deadline]) || Date.now() + DEFAULT_DEADLINE_MS;
    const request = this.#running.begin(contract.subject, message.reply ?? '', deadlineMs);
    let frame: Frame = {};
    let code = 'OK';
    let answer: Answer;
    try {
      frame = readFrame(message);
      const { data } = frame;
      const response = await inSpan(
        () => serveSpan(contract, headers[HEADER.traceparent] ?? null),
        async (span) => {
          const context = await this.#admit(contract, headers, request);
          const input = parseInput(contract, data);
          return resultOf(callback(input, span ? { ...context, traceparent: span.traceparent } : context));
        },
      );
      answer = { response: this.#settings.isAnswerChecked ? contract.output.parse(response) : response };
    } catch (error) {
      const refusal = this.#refusal(contract, error, headers, request);
      code = refusal.code;
      answer = { err: refusal.toWire() };
    }
    this.#departure.add({ request, message, answer, id: frame.id });
    this.#settings.metrics?.requestHandled?.(contract.subject, code, (performance.now() - startedMs) / 1000);
  }

  #respond({ request, message, answer, id }: Departing): void {
    // Not before: whoever waits for the last one to end closes the connection then.
    this.#running.end(request);
    try {
      const payload = encodeAnswer(answer, id);
      message.respond(isTooLarge(payload) ? encodeAnswer({ err: new AppError('PLATFORM_ANSWER_TOO_LARGE').toWire() }, id) : payload);
    } catch (error) {
      // The connection was closed meanwhile, or the answer is no JSON.
      this.#settings.log.error('an answer could not be sent', { subject: message.subject, error });
    }
  }

  async #admit(contract: RequestContract, headers: Headers, request: RunningRequest): Promise<RequestContext> {
    // The caller has given up: work for it would only delay those who still wait.
    assertAwaited(request);
    const actorToken = headers[HEADER.actor];
    if (!actorToken) throw new AppError('PLATFORM_ACTOR_REFUSED');
    const actor = await this.#settings.tokens.verify(actorToken);
    assertMayCall(contract, actor);
    const key = headers[HEADER.idempotencyKey];
    const requestHash = headers[HEADER.idempotencyHash] ?? '';
    const address = headers[HEADER.address];
    const tags = headers[HEADER.ifMatch];
    return {
      actor,
      actorToken,
      correlationId: headers[HEADER.correlationId] ?? randomUUID(),
      traceparent: headers[HEADER.traceparent] ?? null,
      ...(address && { origin: { address, userAgent: headers[HEADER.userAgent] ?? null } }),
      deadlineMs: request.deadlineMs,
      signal: request.signal,
      ...(tags && { ifMatch: tagsOf(tags) }),
      idempotency: key ? { key, requestHash, isSecretAnswer: headers[HEADER.idempotencySecret] === '1' } : null,
    };
  }

  /** What the caller gets to see. The text of an error that nobody foresaw stays here. */
  #refusal(contract: RequestContract, error: unknown, headers: Headers, request: RunningRequest): AppError {
    const fields = { subject: contract.subject, correlation_id: headers[HEADER.correlationId], error };
    const isForeseen = error instanceof AppError && error.code !== 'PLATFORM_INTERNAL';
    const isDeclared = isForeseen && (error.code.startsWith('PLATFORM_') || contract.errors.includes(error.code));
    if (isDeclared || (isForeseen && !this.#settings.isAnswerChecked)) {
      if (error.isRetryable && !request.isCancelled)
        this.#settings.log.warn('a request could not be served', { ...fields, code: error.code });
      return error;
    }
    this.#settings.log.error(isForeseen ? `${error.code} is missing in the contract` : 'a request failed', fields);
    return new AppError('PLATFORM_INTERNAL');
  }
}

/** Tags hold no space. */
function tagsOf(header: string): NonNullable<RequestContext['ifMatch']> {
  return header === '*' ? '*' : header.split(' ');
}

/** @throws AppError PLATFORM_INPUT_INVALID where the message is no frame */
function readFrame(message: Msg): Frame {
  let frame: unknown;
  try {
    frame = message.json();
  } catch (cause) {
    throw new AppError('PLATFORM_INPUT_INVALID', { cause, detail: 'The message is not JSON' });
  }
  if (typeof frame !== 'object' || frame === null) throw new AppError('PLATFORM_INPUT_INVALID', { detail: 'The message has no frame' });
  return frame;
}

function encodeAnswer(answer: Answer, id: string | undefined): Uint8Array {
  return Buffer.from(JSON.stringify({ ...answer, isDisposed: true, id }));
}
