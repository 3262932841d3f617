import 'reflect-metadata';
import { Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import type { EventContract, EventOf, InputOf, OutputOf, RequestContext, RequestContract } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { isObservable, lastValueFrom, type Observable, throwError } from 'rxjs';

type RequestHandler<C extends RequestContract> = (input: InputOf<C>, context: RequestContext) => Promise<OutputOf<C>> | OutputOf<C>;
type EventHandler<C extends EventContract> = (event: EventOf<C>, tx: Tx) => Promise<void> | void;
type BatchHandler<C extends EventContract> = (events: readonly EventsOf<C>[], tx: Tx) => Promise<void> | void;
/** A union of events, told apart by their subject. */
type EventsOf<C extends EventContract> = C extends EventContract ? EventOf<C> : never;
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
    const pattern =
      contract.type === 'request'
        ? MessagePattern(contract.subject, Transport.NATS, { contract })
        : EventPattern(contract.subject, EVENT_TRANSPORT, { contracts: [contract] });
    bind(pattern, target, key, descriptor);
  };
}

/**
 * Binds a method of a Nest controller to events of one owner that it takes many at a time: `(events, tx)`, in the order of their stream, all
 * of one company, inside one transaction that also writes their inbox rows and may hold other companies' batches beside. When the method
 * throws, nothing of the batch is kept and its events come again one by one, so that only the guilty one fails.
 */
export function HandlesBatch<C extends EventContract>(...contracts: readonly C[]) {
  return <H extends BatchHandler<C>>(target: object, key: string, descriptor: TypedPropertyDescriptor<H>): void => {
    const subjects = contracts.map((contract) => contract.subject);
    bind(EventPattern(subjects, EVENT_TRANSPORT, { contracts, isBatch: true }), target, key, descriptor);
  };
}

function bind(pattern: unknown, target: object, key: string, descriptor: PropertyDescriptor): void {
  // Nest's types ask for a method with one parameter of any type.
  (pattern as MethodDecorator)(target, key, descriptor);
  UseFilters(PassErrorsOn)(target, key, descriptor);
  Payload()(target, key, 0);
  Ctx()(target, key, 1);
}

/** The value of what Nest's pipeline returned: a value, or an observable where an interceptor or a filter was at work. */
export async function resultOf(result: unknown): Promise<unknown> {
  const value = await result;
  return isObservable(value) ? lastValueFrom(value, { defaultValue: undefined }) : value;
}
