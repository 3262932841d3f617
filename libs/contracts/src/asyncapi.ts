import { Draft, NATS } from './asyncapi-draft.js';
import { eventHeadersExample, frame, HEADER_SCHEMAS, REFUSAL_SCHEMA, REQUEST_HEADERS_EXAMPLE, requestFrame } from './asyncapi-headers.js';
import { addPlatform } from './asyncapi-platform.js';
import { type EventContract, type HttpFace, isAnsweredByOwner, type RequestContract } from './define.js';

export interface AsyncApiOptions {
  /** Version of the platform. */
  readonly version: string;
}

type Faced = RequestContract & { readonly http: HttpFace };

/**
 * The AsyncAPI 3 document of everything that goes over NATS, and of the two kinds of face that the gateway serves itself, as plain JSON:
 * events with their CloudEvents attributes, who sends and who receives each; requests with their answers; and what the platform itself says
 * beside them. What a client says to JetStream (`$JS.…`) is NATS' own protocol and not in it.
 * The same contracts and options always give the same document, byte for byte.
 */
export function buildAsyncApi(
  requests: readonly RequestContract[],
  events: readonly EventContract[],
  options: AsyncApiOptions,
): Record<string, unknown> {
  const draft = new Draft();
  for (const event of events) addEvent(draft, event);
  for (const request of requests) {
    if (isAnsweredByOwner(request)) addRequest(draft, request);
    else addFace(draft, request as Faced);
  }
  addPlatform(draft, requests, events);
  const { channels, operations, messages, book } = draft;
  const schemas = Object.entries({ ...book.components, ...HEADER_SCHEMAS }).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    asyncapi: '3.0.0',
    id: 'urn:smartcontent',
    info: INFO(options.version),
    defaultContentType: 'application/json',
    servers: SERVERS,
    channels,
    operations,
    components: { schemas: Object.fromEntries(schemas), messages, securitySchemes: SECURITY_SCHEMES },
  };
}

function addEvent(draft: Draft, event: EventContract): void {
  const { subject, owner, summary, consumers } = event;
  const own = { type: 'object', properties: { 'ce-type': { const: subject }, 'ce-source': { const: `/smartcontent/${owner}` } } };
  const message = {
    name: subject,
    summary,
    headers: { allOf: [{ $ref: '#/components/schemas/EventHeaders' }, own] },
    payload: draft.book.add(event.data, 'output'),
    correlationId: { location: '$message.header#/ce-correlationid' },
    examples: [{ headers: eventHeadersExample(event), payload: event.example }],
  };
  const description = `Ordered by the versions of its ${event.aggregate}; delivered at least once, applied once.`;
  draft.channel(subject, { [subject]: message }, { address: subject, summary, description, servers: NATS });
  draft.operation('send', owner, 'publish', subject, { summary });
  for (const consumer of consumers) draft.operation('receive', consumer, 'handle', subject, { summary });
}

function addRequest(draft: Draft, request: RequestContract): void {
  const { subject, owner, summary, callers, errors, example } = request;
  const answers = `${subject}.reply`;
  const asked = {
    name: subject,
    summary,
    headers: { $ref: '#/components/schemas/RequestHeaders' },
    payload: requestFrame(subject, draft.book.add(request.input, 'input')),
    correlationId: { location: '$message.header#/sc-correlation-id' },
    examples: [{ headers: REQUEST_HEADERS_EXAMPLE, payload: { pattern: subject, data: example.input, id: '1' } }],
  };
  const answer = {
    name: `${subject}.answer`,
    payload: frame({ response: draft.book.add(request.output, 'output') }),
    examples: [{ payload: { response: example.output, isDisposed: true, id: '1' } }],
  };
  draft.channel(subject, { [subject]: asked }, { address: subject, summary, servers: NATS });
  draft.channel(answers, { [answer.name]: answer, refusal: REFUSAL }, REPLY_SUBJECT);
  const own =
    errors.length > 0
      ? `Refuses with ${errors.join(', ')} and with what every request can meet.`
      : 'Refuses with what every request can meet.';
  const about = { summary, description: own, reply: draft.reply(answers) };
  draft.operation('receive', owner, 'answer', subject, { ...about, bindings: { nats: { queue: owner } } });
  for (const caller of callers) draft.operation('send', caller, 'call', subject, about);
}

function addFace(draft: Draft, request: Faced): void {
  const { subject, summary, http, owner, example } = request;
  const bindings = { http: { method: http.method } };
  const output = { name: `${subject}.answer`, payload: draft.book.add(request.output, 'output'), examples: [{ payload: example.output }] };
  const about = { address: http.path, summary, servers: [{ $ref: '#/servers/gateway' }] };
  if (http.kind === 'stream') {
    draft.channel(subject, { [output.name]: output }, about);
    draft.operation('send', owner, 'stream', subject, { summary, bindings });
    return;
  }
  const input = {
    name: subject,
    summary,
    payload: draft.book.add(request.input, 'input'),
    examples: [{ payload: example.input }],
  };
  draft.channel(subject, { [subject]: input }, about);
  draft.channel(`${subject}.reply`, { [output.name]: output }, { address: null, summary: 'The body of the answer' });
  draft.operation('receive', owner, 'take', subject, { summary, bindings, reply: draft.reply(`${subject}.reply`) });
}

const REFUSAL = {
  name: 'refusal',
  summary: 'An error of the table in docs/reference/errors.md',
  payload: REFUSAL_SCHEMA,
  examples: [{ payload: { err: { code: 'CONTENT_NOT_FOUND', detail: 'There is no such content', data: {} }, isDisposed: true, id: '1' } }],
};
const REPLY_SUBJECT = { address: null, summary: 'The reply subject of the request, under its caller’s own inbox prefix', servers: NATS };

const INFO = (version: string) => ({
  title: 'SmartContent',
  version,
  description:
    'Everything that the services say to each other. Subjects of events and requests end in the major version of their message; fields may be added within it.',
  license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  tags: [{ name: 'events' }, { name: 'requests' }],
});

const SERVERS = {
  nats: {
    host: '{host}:{port}',
    protocol: 'nats',
    description:
      'Core NATS for requests, JetStream for events, whose API ($JS.API.>, $JS.ACK.>) is that of NATS. Each service has a user of its own, whose rights come from the contracts.',
    variables: { host: { default: '127.0.0.1' }, port: { default: '4222' } },
    security: [{ $ref: '#/components/securitySchemes/natsUser' }],
  },
  gateway: {
    host: '{host}:{port}',
    protocol: 'http',
    description: 'The HTTP edge; /openapi.json describes it all.',
    variables: { host: { default: '127.0.0.1' }, port: { default: '4000' } },
    security: [{ $ref: '#/components/securitySchemes/bearer' }],
  },
};

const SECURITY_SCHEMES = {
  natsUser: { type: 'userPassword', description: 'The NATS user of one service' },
  bearer: { type: 'http', scheme: 'bearer', description: 'An access token or an API key' },
};
