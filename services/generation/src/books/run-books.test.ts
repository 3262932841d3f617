import type { Tx } from '@smartcontent/database';
import { expect, test } from 'vitest';
import type { Budgets } from '../budgets/budgets.service.js';
import type { RunCosts } from '../costs/run-costs.service.js';
import type { MlModels } from '../models-registry/ml-models.service.js';
import type { StoredRun } from '../run-columns.js';
import type { Call as BookedCall, RunLedger } from '../usage/run-ledger.service.js';
import { RunBooks, type TimedCall } from './run-books.js';

const CALL: TimedCall = { endpoint: '/v1', method: 'POST', latencyMs: 5, requestMs: 9, statusCode: 400, usage: null, keyHash: null };
const NETWORK = { reason: 'network', message: 'the connection broke' };

/** What stands in the books of a call. */
async function booked(call: TimedCall, failure: typeof NETWORK | null): Promise<Pick<BookedCall, 'errorType' | 'errorMessage'>> {
  const calls: BookedCall[] = [];
  const ledger = { recordCall: async (_: Tx, kept: BookedCall) => void calls.push(kept) } as unknown as RunLedger;
  const books = new RunBooks(ledger, {} as Budgets, {} as MlModels, {} as RunCosts);
  await books.recordCall({} as Tx, { id: 'r', company_id: 'c', user_id: 'u' } as StoredRun, 'm', { reservationId: 'h' }, call, failure);
  const [{ errorType, errorMessage }] = calls as [BookedCall];
  return { errorType, errorMessage };
}

test('a call stands in the books with its own reason, where its attempt ended for another', async () => {
  const own = { reason: 'invalid_request', message: 'no schemas here' };
  expect(await booked({ ...CALL, ...own }, NETWORK)).toEqual({ errorType: own.reason, errorMessage: own.message });
  expect(await booked(CALL, NETWORK)).toEqual({ errorType: NETWORK.reason, errorMessage: NETWORK.message });
});

test('output that does not fit is no fault of its call', async () => {
  expect(await booked(CALL, { reason: 'output_invalid', message: 'no' })).toEqual({ errorType: null, errorMessage: null });
});
