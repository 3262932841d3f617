import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { EventOf, RequestContext } from '@smartcontent/contracts';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { withSpan } from './tracing.js';

/** One span per handled request or event, named after its handler. What a request calls in turn continues from that span. */
export class SpanInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType() !== 'rpc') return next.handle();
    const args = execution.getArgs<[input: unknown, context: RequestContext] | [event: EventOf, tx: object]>();
    const request = isRequest(args) ? args[1] : null;
    const traceparent = request ? request.traceparent : (args[0] as EventOf).traceparent;
    const name = `${execution.getClass().name}.${execution.getHandler().name}`;
    const handle = (current: string): Promise<unknown> => {
      if (request) args[1] = { ...request, traceparent: current };
      return lastValueFrom(next.handle(), { defaultValue: undefined });
    };
    return from(withSpan(name, traceparent, handle));
  }
}

function isRequest(args: readonly unknown[]): args is [unknown, RequestContext] {
  return 'correlationId' in (args[1] as object);
}
