import { randomUUID } from 'node:crypto';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { type MessageHandler, type NatsContext, ServerNats } from '@nestjs/microservices';
import { AppError, type RequestContext, type RequestContract, type ServiceName } from '@smartcontent/contracts';
import { throwError } from 'rxjs';
import type { ActorTokens } from './actor-tokens.js';
import { assertMayCall, parseInput } from './admission.js';
import type { BusLog, BusMetrics } from './bus-log.js';
import { resultOf } from './handles.js';
import { HEADER, isTooLarge, readHeaders } from './wire.js';

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

/**
 * Nest's NATS transport with the platform's admission in front of each handler: deadline, actor token, caller and scope, input.
 * It takes part in the queue group of its service and uses the service's own connection, which it does not close.
 */
export class RequestServer extends ServerNats {
  /** Subjects that have a handler, one entry per handler; for `assertHandlers`. Complete once `connectMicroservice` returned. */
  readonly handled: string[] = [];
  readonly #settings: RequestServerOptions;
  readonly #subscriptions: Subscription[] = [];
  readonly #running = new Set<Promise<unknown>>();

  constructor(settings: RequestServerOptions) {
    super({});
    this.#settings = settings;
  }

  override addHandler(pattern: string, callback: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    const contract = extras.contract as RequestContract | undefined;
    if (contract?.type !== 'request') throw new Error(`${pattern} is not bound by @Handles to a request`);
    this.handled.push(contract.subject);
    const admitted = (data: unknown, nats: NatsContext) => this.#answer(contract, callback, data, readHeaders(nats.getHeaders()));
    super.addHandler(pattern, admitted as unknown as MessageHandler, isEventHandler, extras);
  }

  override async createNatsClient(): Promise<NatsConnection> {
    return this.#settings.connection;
  }

  override bindEvents(connection: NatsConnection): void {
    for (const subject of this.messageHandlers.keys()) {
      const take = this.getMessageHandler(subject);
      const callback = (error: Error | null, message: Msg) => this.#track(take(error, message));
      this.#subscriptions.push(connection.subscribe(subject, { queue: this.#settings.service, callback }));
    }
  }

  /** `connectBus` reports on the connection. */
  override async handleStatusUpdates(): Promise<void> {}

  override getPublisher(message: Msg, id: string): (packet: Record<string, unknown>) => void {
    return (packet) => {
      const text = JSON.stringify({ ...packet, id });
      const tooLarge = { err: new AppError('PLATFORM_ANSWER_TOO_LARGE').toWire(), isDisposed: true, id };
      message.respond(isTooLarge(text) ? JSON.stringify(tooLarge) : text);
    };
  }

  /** Takes no further request, then waits for those under way, 10 s at most. */
  override async close(): Promise<void> {
    if (this.#settings.connection.isClosed()) return;
    await Promise.all(this.#subscriptions.splice(0).map((subscription) => subscription.drain()));
    const grace = AbortSignal.timeout(GRACE_MS);
    const late = new Promise((resolve) => grace.addEventListener('abort', resolve));
    await Promise.race([Promise.allSettled(this.#running), late]);
  }

  #track(work: Promise<unknown>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #answer(contract: RequestContract, callback: MessageHandler, data: unknown, headers: Record<string, string | undefined>) {
    const startedMs = performance.now();
    let code = 'OK';
    try {
      const context = await this.#admit(contract, headers);
      const answer = await resultOf(callback(parseInput(contract, data), context));
      return this.#settings.isAnswerChecked ? contract.output.parse(answer) : answer;
    } catch (error) {
      const refusal = this.#refusal(contract, error, headers);
      code = refusal.code;
      return throwError(() => refusal.toWire());
    } finally {
      this.#settings.metrics?.requestHandled?.(contract.subject, code, (performance.now() - startedMs) / 1000);
    }
  }

  async #admit(contract: RequestContract, headers: Record<string, string | undefined>): Promise<RequestContext> {
    const deadlineMs = Number(headers[HEADER.deadline]) || Date.now() + DEFAULT_DEADLINE_MS;
    // The caller has given up: work for it would only delay those who still wait.
    if (deadlineMs <= Date.now()) throw new AppError('PLATFORM_DEADLINE_EXCEEDED');
    const actorToken = headers[HEADER.actor];
    if (!actorToken) throw new AppError('PLATFORM_ACTOR_REFUSED');
    const actor = await this.#settings.tokens.verify(actorToken);
    assertMayCall(contract, actor);
    const key = headers[HEADER.idempotencyKey];
    const requestHash = headers[HEADER.idempotencyHash] ?? '';
    return {
      actor,
      actorToken,
      correlationId: headers[HEADER.correlationId] ?? randomUUID(),
      traceparent: headers[HEADER.traceparent] ?? null,
      deadlineMs,
      idempotency: key ? { key, requestHash, isSecretAnswer: headers[HEADER.idempotencySecret] === '1' } : null,
    };
  }

  /** What the caller gets to see. The text of an error that nobody foresaw stays here. */
  #refusal(contract: RequestContract, error: unknown, headers: Record<string, string | undefined>): AppError {
    const fields = { subject: contract.subject, correlation_id: headers[HEADER.correlationId], error };
    const isForeseen = error instanceof AppError && error.code !== 'PLATFORM_INTERNAL';
    const isDeclared = isForeseen && (error.code.startsWith('PLATFORM_') || contract.errors.includes(error.code));
    if (isDeclared || (isForeseen && !this.#settings.isAnswerChecked)) {
      if (error.isRetryable) this.#settings.log.warn('a request could not be served', { ...fields, code: error.code });
      return error;
    }
    this.#settings.log.error(isForeseen ? `${error.code} is missing in the contract` : 'a request failed', fields);
    return new AppError('PLATFORM_INTERNAL');
  }
}
