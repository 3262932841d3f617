import { AppError } from '@smartcontent/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RateGuard } from './limit-rate.js';

/** What Node refuses by itself, without a word, is let through to here and refused like everything else. */
export const HEAD_OPTIONS = { requireHostHeader: false } as const;

/** Step 1: refuses a head that HTTP/1.1 forbids or that asks for what nobody offers. It counts on the address like any stranger. */
export function readHeads(app: FastifyInstance, guard: RateGuard): void {
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.addHook('onRequest', (request, reply, done) => {
    const refusal = refusalOf(request);
    if (refusal) guard.countStranger(request, reply).then(() => done(refusal), done);
    else done();
  });
}

function refusalOf({ headers, raw }: FastifyRequest): AppError | null {
  const { host, expect } = headers;
  if (host === undefined && raw.httpVersion === '1.1') {
    return new AppError('GATEWAY_REQUEST_MALFORMED', { detail: 'A request of HTTP/1.1 names its host' });
  }
  const isOdd = expect !== undefined && expect.toLowerCase() !== '100-continue';
  return isOdd ? new AppError('GATEWAY_EXPECTATION_UNMET') : null;
}
