import type { RequestContext } from '@smartcontent/contracts';
import { type Logger, pino } from 'pino';

/** A request writes a line and waits for it, which is a tenth of what the edge does: lines are written together, ten times a second. */
const output = pino.destination({ minLength: 4_096, periodicFlush: 100 });
process.once('exit', () => output.flushSync());

/** Structured log of a service: one JSON line per entry on stdout. ERROR only where a person must act. Injectable by its class. */
export class Log {
  constructor(private readonly logger: Logger) {}

  /** A log for `service`; `level` is one of pino's. */
  static open(service: string, level: string): Log {
    const options = {
      level,
      base: { service },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: pino.stdSerializers.err },
    };
    return new Log(pino(options, output));
  }

  /** A log whose every line carries `fields`, for example `{ correlation_id }`. */
  with(fields: Record<string, unknown>): Log {
    return new Log(this.logger.child(fields));
  }

  /** A log whose every line carries the request's correlation id. */
  about(context: Pick<RequestContext, 'correlationId'>): Log {
    return this.with({ correlation_id: context.correlationId });
  }

  debug(message: string, fields: Record<string, unknown> = {}): void {
    this.logger.debug(fields, message);
  }

  info(message: string, fields: Record<string, unknown> = {}): void {
    this.logger.info(fields, message);
  }

  warn(message: string, fields: Record<string, unknown> = {}): void {
    this.logger.warn(fields, message);
    output.flushSync();
  }

  /** Only where a person must act. */
  error(message: string, fields: Record<string, unknown> = {}): void {
    this.logger.error(fields, message);
    output.flushSync();
  }
}
