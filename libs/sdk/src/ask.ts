import type { Answer } from './calls.js';
import { ConnectionError } from './errors.js';
import type { Operation, WireRequest } from './operation.js';
import type { CallOptions, Transport } from './transport.js';

/** Asks for JSON. */
export function ask(transport: Transport, operation: Operation, wire: WireRequest, options: CallOptions = {}): Promise<Answer<unknown>> {
  return transport.send(operation, wire, options, async (response) => {
    const { status, headers } = response;
    const body = parse(status, await response.text(), wire.method !== 'GET');
    return { body, status, headers, etag: headers.get('etag'), correlationId: headers.get('x-correlation-id') };
  });
}

function parse(status: number, text: string, isWrite: boolean): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConnectionError('foreign', `${status} what answers is no platform: ${text.slice(0, 80)}`, isWrite, { cause });
  }
}
