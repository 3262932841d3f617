import 'reflect-metadata';
import { Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import type { EventContract, EventOf, InputOf, OutputOf, RequestContext, RequestContract } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { isObservable, lastValueFrom, type Observable, throwError } from 'rxjs';

type RequestHandler<C extends RequestContract> = (input: InputOf<C>, context: RequestContext) => Promise<OutputOf<C>> | OutputOf<C>;
type EventHandler<C extends EventContract> = (event: EventOf<C>, tx: Tx) => Promise<void> | void;
type HandlerOf<C> = C extends RequestContract ? RequestHandler<C> : C extends EventContract ? EventHandler<C> : never;

/** Keeps Nest from offering event handlers to the request server and the other way round. */
export const EVENT_TRANSPORT = Symbol('JetStream');

/** Nest would turn every error into "Internal server error" at each handler; the servers map errors themselves, once. */
@Catch()
class PassErrorsOn implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Binds a method of a Nest controller to the contract that it fulfils. A request's method gets `(input, context)`, already parsed and
 * authorised; an event's method gets `(event, tx)` inside the transaction that also writes the inbox row.
 */
export function Handles<C extends RequestContract | EventContract>(contract: C) {
  return <H extends HandlerOf<C>>(target: object, key: string, descriptor: TypedPropertyDescriptor<H>): void => {
    const bind =
      contract.type === 'request'
        ? MessagePattern(contract.subject, Transport.NATS, { contract })
        : EventPattern(contract.subject, EVENT_TRANSPORT, { contract });
    bind(target, key, descriptor as unknown as Parameters<typeof bind>[2]);
    UseFilters(PassErrorsOn)(target, key, descriptor);
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
  };
}

/** The value of what Nest's pipeline returned: a value, or an observable where an interceptor or a filter was at work. */
export async function resultOf(result: unknown): Promise<unknown> {
  const value = await result;
  return isObservable(value) ? lastValueFrom(value, { defaultValue: undefined }) : value;
}
