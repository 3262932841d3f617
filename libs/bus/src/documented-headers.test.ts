import { buildAsyncApi, encodeIngestMessages } from '@smartcontent/contracts';
import { expect, it } from 'vitest';
import { DEAD_HEADER } from './dead-letters.js';
import { HEADER } from './wire.js';

const { components } = buildAsyncApi([], [], { version: '1' }) as { components: { schemas: Record<string, { properties: object }> } };
const documented = (name: string) => Object.keys(components.schemas[name]?.properties ?? {}).sort();

it('the AsyncAPI document names each header of a request', () => {
  expect(documented('RequestHeaders')).toEqual(Object.values(HEADER).sort());
});

it('the AsyncAPI document names each header that a dead letter gets', () => {
  expect(documented('DeadLetterHeaders')).toEqual(Object.values(DEAD_HEADER).sort());
});

it('the AsyncAPI document names each header of an ingest message', () => {
  const meta = { batchId: 'b', companyId: 'c', receivedAt: 0, received: 1, traceparent: '00-1-2-01' };
  const [message] = encodeIngestMessages([{ event_id: 'e', event_type: 'view', timestamp: 0 }], meta).messages;
  expect(documented('IngestHeaders')).toEqual(Object.keys(message?.headers ?? {}).sort());
});
