import type { EventContract, EventOf, InputOf, OutputOf, RequestContext, RequestContract } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

type RequestHandler<C extends RequestContract> = (input: InputOf<C>, context: RequestContext) => Promise<OutputOf<C>> | OutputOf<C>;
type EventHandler<C extends EventContract> = (event: EventOf<C>, tx: Tx) => Promise<void> | void;
type HandlerOf<C> = C extends RequestContract ? RequestHandler<C> : C extends EventContract ? EventHandler<C> : never;

export function Handles<C extends RequestContract | EventContract>(contract: C) {
  return <H extends HandlerOf<C>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<H>): void => {
    throw new Error(`${contract.subject} ${String(key)} ${typeof target} ${typeof descriptor}`);
  };
}
