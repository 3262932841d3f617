import { errors, type Msg, type NatsConnection, type RequestOptions } from '@nats-io/transport-node';
import { AppError, type CallOf, type OutputOf, type RequestContext, type RequestContract, type WireError } from '@smartcontent/contracts';
import { type Link, linkOf } from './link.js';
import { contextHeaders, isTooLarge } from './wire.js';

export interface RequestClientOptions {
  /** True at the edge (the default): the Idempotency-Key travels on. A service that calls another one leaves it out, see `contextHeaders`. */
  readonly passesIdempotency?: boolean;
}

/** Nest's answer frame. */
interface Answer {
  readonly err?: unknown;
  readonly response?: unknown;
}

/**
 * Calls other services by contract. It speaks the frame of Nest's NATS transport over plain `request`, which shares one
 * subscription among all calls: Nest's ClientProxy makes one per call.
 */
export class RequestClient {
  private readonly link: Link;
  private readonly leaving: (() => Promise<void>)[] = [];

  constructor(
    private readonly connection: NatsConnection,
    private readonly options: RequestClientOptions = {},
  ) {
    this.link = linkOf(connection);
  }

  /**
   * The owner's answer. Waits until `context.deadlineMs` and never tries again by itself.
   * @throws AppError the owner's own, or PLATFORM_SERVICE_UNAVAILABLE (nobody answers this subject, or NATS is away), PLATFORM_DEADLINE_EXCEEDED,
   * PLATFORM_ANSWER_TOO_LARGE, GATEWAY_BODY_TOO_LARGE (the input does not fit in one message), PLATFORM_INTERNAL.
   */
  async call<C extends RequestContract>(contract: C, input: CallOf<C>, context: RequestContext): Promise<OutputOf<C>> {
    const frame = JSON.stringify({ pattern: contract.subject, data: input, id: '1' });
    if (isTooLarge(frame)) throw new AppError('GATEWAY_BODY_TOO_LARGE');
    const timeout = context.deadlineMs - Date.now();
    if (timeout < 1) throw new AppError('PLATFORM_DEADLINE_EXCEEDED');
    if (!this.link.isUp) throw new AppError('PLATFORM_SERVICE_UNAVAILABLE', { data: { service: contract.owner } });
    const headers = contextHeaders(context, this.options.passesIdempotency ?? true);
    let message: Msg;
    try {
      message = await this.send(contract.subject, frame, { timeout, headers });
    } catch (error) {
      throw transportError(contract, error);
    }
    const answer = message.json<Answer>();
    if (answer.err !== undefined) throw answerError(answer.err);
    return answer.response as OutputOf<C>;
  }

  /** The requests of one turn of the event loop leave in one write: one by one, the system calls would take both ends a quarter of their time. */
  private send(subject: string, frame: string, options: RequestOptions): Promise<Msg> {
    const { promise, resolve, reject } = Promise.withResolvers<Msg>();
    this.leaving.push(async () => {
      try {
        resolve(await this.connection.request(subject, frame, options));
      } catch (error) {
        reject(error);
      }
    });
    if (this.leaving.length === 1) {
      setImmediate(() => {
        for (const leave of this.leaving.splice(0)) void leave();
      });
    }
    return promise;
  }
}

function transportError(contract: RequestContract, error: unknown): AppError {
  if (error instanceof errors.TimeoutError) return new AppError('PLATFORM_DEADLINE_EXCEEDED', { cause: error });
  return new AppError('PLATFORM_SERVICE_UNAVAILABLE', { cause: error, data: { service: contract.owner } });
}

function answerError(err: unknown): AppError {
  const isTyped = typeof err === 'object' && err !== null && 'code' in err;
  return isTyped ? AppError.fromWire(err as WireError) : new AppError('PLATFORM_INTERNAL', { cause: err });
}
