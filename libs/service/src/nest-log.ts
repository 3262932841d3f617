import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** What Nest itself says, in the service's log. Nest calls a lost connection an error; here it is none, since it heals by itself. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.to.debug(String(message), { from: rest.at(-1) });
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.to.warn(String(message), { from: rest.at(-1) });
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.to.warn(String(message), { from: rest.at(-1), stack: rest.length > 1 ? rest[0] : undefined });
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.to.error(String(message), { from: rest.at(-1) });
  }
}
