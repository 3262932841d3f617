import { errors, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { AppError, type CallOf, type OutputOf, type RequestContext, type RequestContract, type WireError } from '@smartcontent/contracts';
import { Departure } from './departure.js';
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
  private readonly departure = new Departure();

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
    await this.departure.wait();
    try {
      message = await this.connection.request(contract.subject, frame, { timeout, headers });
    } catch (error) {
      throw transportError(contract, error);
    }
    const answer = message.json<Answer>();
    if (answer.err !== undefined) throw answerError(answer.err);
    return answer.response as OutputOf<C>;
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
