import { type AsyncAPIDocumentInterface, type Diagnostic, DiagnosticSeverity, Parser } from '@asyncapi/parser';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildAsyncApi } from './asyncapi.js';
import { isAnsweredByOwner } from './define.js';
import { BROADCASTS, EVENTS, REQUESTS } from './registry.js';

const options = { version: '1.2.3' };
const source = buildAsyncApi(REQUESTS, EVENTS, options);
const { messages } = source.components as { messages: Record<string, { examples?: Record<string, unknown>[] }> };
let document: AsyncAPIDocumentInterface;
let diagnostics: Diagnostic[];
/** Who does this to the subject: `publish` an event, `handle` it, `call` a request, … */
const servicesThat = (verb: string, subject: string) => {
  const ends = `.${verb}.${subject}`;
  const ids = document
    .operations()
    .all()
    .map((operation) => operation.id() as string);
  return ids.filter((id) => id.endsWith(ends)).map((id) => id.slice(0, -ends.length));
};

beforeAll(async () => {
  const parsed = await new Parser().parse(JSON.stringify(source));
  document = parsed.document as AsyncAPIDocumentInterface;
  diagnostics = parsed.diagnostics;
});

describe('the AsyncAPI document', () => {
  it('is valid by the parser of AsyncAPI itself', () => {
    expect(diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error)).toEqual([]);
    expect(document.version()).toBe('3.0.0');
  });

  it('is the same for the same contracts', () => {
    expect(JSON.stringify(buildAsyncApi(REQUESTS, EVENTS, options))).toBe(JSON.stringify(source));
  });

  it.each(EVENTS)('$subject is sent by its owner and received by each of its consumers', ({ subject, owner, consumers }) => {
    expect(servicesThat('publish', subject)).toEqual([owner]);
    expect(servicesThat('handle', subject)).toEqual(consumers);
    const [message] = document.channels().get(subject)?.messages().all() ?? [];
    expect(message?.correlationId()?.location()).toBe('$message.header#/ce-correlationid');
  });

  it.each(REQUESTS.filter(isAnsweredByOwner))('$subject is called by its callers and answered by its owner', (request) => {
    const { subject, owner, callers } = request;
    expect(servicesThat('answer', subject)).toEqual([owner]);
    expect(servicesThat('call', subject)).toEqual(callers);
    const replies = document
      .operations()
      .get(`${owner}.answer.${subject}`)
      ?.reply()
      ?.messages()
      .all()
      .map((message) => message.name());
    expect(replies).toEqual([`${subject}.answer`, 'refusal']);
  });

  it.each(REQUESTS.filter((request) => !isAnsweredByOwner(request)))('$subject is served by the gateway over HTTP', ({ subject, http }) => {
    expect(document.channels().get(subject)?.address()).toBe(http?.path);
    expect([...servicesThat('take', subject), ...servicesThat('stream', subject)]).toEqual(['gateway']);
  });

  it.each(BROADCASTS)('$subject is sent by its senders and received by its listeners', ({ subject, senders, listeners }) => {
    expect(servicesThat('broadcast', subject)).toEqual(senders);
    expect(servicesThat('hear', subject)).toEqual(listeners);
  });

  it('holds nothing but the contracts, ingest, the dead letters, cancellations, nudges of the relay and ends of audit chains', () => {
    const subjects = [...REQUESTS, ...EVENTS, ...BROADCASTS].map((contract) => contract.subject as string);
    const channels = document
      .channels()
      .all()
      .map((channel) => channel.id())
      .filter((id) => !id.endsWith('.reply'));
    expect(channels.sort()).toEqual([...subjects, 'ingest.events', 'dead-letters', 'cancel', 'relay.nudge', 'audit.end'].sort());
  });

  it('has an example of every message of a contract, and each fits its schemas', () => {
    const ajv = addFormats.default(new Ajv({ strict: false })).addSchema({ components: source.components }, 'document');
    const isWithout = new Set(['ingest.events', 'dead-letter']);
    for (const [name, message] of Object.entries(messages)) {
      if (!isWithout.has(name)) expect(message.examples, name).toBeDefined();
      for (const example of message.examples ?? []) {
        for (const [part, value] of Object.entries(example)) {
          const fits = ajv.validate({ $ref: `document#/components/messages/${name}/${part}` }, value);
          expect(fits, `${part} of ${name}: ${ajv.errorsText()}`).toBe(true);
        }
      }
    }
  });
});
