import { AppError } from '@smartcontent/contracts';
import type { FastifyInstance } from 'fastify';
import type { RateGuard } from './limit-rate.js';

/** What Node refuses by itself, without a word, is let through to here and refused like everything else. */
export const HEAD_OPTIONS = { requireHostHeader: false } as const;

/** Step 1: refuses a head that HTTP/1.1 forbids or that asks for what nobody offers. It counts on the address like any stranger. */
export function readHeads(app: FastifyInstance, guard: RateGuard): void {
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.addHook('onRequest', async (request, reply) => {
    const { host, expect } = request.headers;
    const isHostMissing = host === undefined && request.raw.httpVersion === '1.1';
    const isExpectationOdd = expect !== undefined && expect.toLowerCase() !== '100-continue';
    if (!isHostMissing && !isExpectationOdd) return;
    await guard.countStranger(request, reply);
    if (isHostMissing) throw new AppError('GATEWAY_REQUEST_MALFORMED', { detail: 'A request of HTTP/1.1 names its host' });
    throw new AppError('GATEWAY_EXPECTATION_UNMET');
  });
}
