import { type Draft, NATS } from './asyncapi-draft.js';
import { type EventContract, isAnsweredByOwner, type RequestContract, SERVICES } from './define.js';
import { OPERATED_SERVICES } from './operator/operator-requests.js';
import { BROADCASTS } from './registry.js';

/** What goes over NATS and belongs to no request and no event. */
export function addPlatform(draft: Draft, requests: readonly RequestContract[], events: readonly EventContract[]): void {
  addIngest(draft);
  addDeadLetters(draft, events);
  addCancels(draft, requests);
  addNudges(draft);
  addAuditEnds(draft);
  addBroadcasts(draft);
}

/** INGEST has no contract of its own: the gateway fills it with what its ingest face took, analytics stores it. */
function addIngest(draft: Draft): void {
  const message = {
    name: 'ingest.events',
    summary: 'Accepted events of one batch, at most 900 KiB',
    contentType: 'application/x-ndjson',
    headers: { $ref: '#/components/schemas/IngestHeaders' },
    payload: {
      type: 'string',
      description: 'A JSON array of the event ids, then one finished JSONEachRow line per event in the same order',
    },
  };
  const month = { description: 'The first month of its events, by their own timestamp', examples: ['202601'] };
  const about = { address: 'ingest.events.{month}', summary: 'Events of the outside, on the stream INGEST', servers: NATS };
  draft.channel('ingest.events', { [message.name]: message }, { ...about, parameters: { month } });
  draft.operation('send', 'gateway', 'publish', 'ingest.events');
  draft.operation('receive', 'analytics', 'store', 'ingest.events');
}

function addDeadLetters(draft: Draft, events: readonly EventContract[]): void {
  const message = {
    name: 'dead-letter',
    summary: 'An event, or a message of INGEST, that its consumer gave up, with payload and headers as they came',
    headers: { $ref: '#/components/schemas/DeadLetterHeaders' },
    payload: { description: 'The bytes of the message as they came, which need not be JSON' },
  };
  const parameters = {
    service: { description: 'Who gave it up', enum: [...OPERATED_SERVICES] },
    subject: { description: 'The subject of the message', examples: events.slice(0, 1).map((event) => event.subject) },
  };
  const about = {
    address: 'dlq.{service}.{subject}',
    summary: 'One stream DLQ_<SERVICE> per service that keeps messages, kept 90 days',
    servers: NATS,
  };
  draft.channel('dead-letters', { [message.name]: message }, { ...about, parameters });
  for (const service of OPERATED_SERVICES) {
    draft.operation('send', service, 'bury', 'dead-letters');
    draft.operation('receive', service, 'replay', 'dead-letters');
  }
}

function addCancels(draft: Draft, requests: readonly RequestContract[]): void {
  const callers = new Set(requests.filter(isAnsweredByOwner).flatMap((request) => request.callers));
  const message = {
    name: 'cancel',
    summary: 'Nobody waits for the answer to this request any more',
    contentType: 'text/plain',
    payload: {
      type: 'string',
      description: 'The reply subject of the request; `nobody` where the caller asks whether any replica is there',
    },
    examples: [{ payload: '_INBOX_gateway.T2CV1ZDLMWZ1O97M4N2L0V.17_3' }],
  };
  const about = {
    address: 'cancel.{service}',
    summary: 'What callers no longer wait for, to every replica of the service that was asked',
    parameters: { service: { description: 'Who was asked', enum: [...SERVICES] } },
    servers: NATS,
  };
  draft.channel('cancel', { [message.name]: message }, about);
  for (const service of SERVICES) {
    if (callers.has(service)) draft.operation('send', service, 'cancel', 'cancel');
    draft.operation('receive', service, 'stop', 'cancel');
  }
}

function addNudges(draft: Draft): void {
  const message = {
    name: 'relay.nudge',
    summary: 'Outbox rows were committed',
    contentType: 'text/plain',
    payload: { type: 'string', maxLength: 0 },
    examples: [{ payload: '' }],
  };
  const about = {
    address: 'relay.{service}.nudge',
    summary: 'From the replicas of a service to the one that publishes its outbox, which also looks by itself once a second',
    parameters: { service: { description: 'Whose outbox', enum: [...OPERATED_SERVICES] } },
    servers: NATS,
  };
  draft.channel('relay.nudge', { [message.name]: message }, about);
  for (const service of OPERATED_SERVICES) {
    draft.operation('send', service, 'nudge', 'relay.nudge');
    draft.operation('receive', service, 'relay', 'relay.nudge');
  }
}

function addAuditEnds(draft: Draft): void {
  const message = {
    name: 'audit.end',
    summary: "The last row of a company's chain in one service, in place of the one before",
    payload: {
      type: 'object',
      required: ['seq', 'hash'],
      properties: { seq: { type: 'integer', minimum: 1 }, hash: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
    },
    examples: [{ payload: { seq: 12, hash: '0'.repeat(64) } }],
  };
  const parameters = {
    service: { description: 'Whose audit log', enum: [...OPERATED_SERVICES] },
    company_id: { description: 'Whose rows', examples: ['0192f0c1-7a00-7000-8000-000000000001'] },
  };
  const about = {
    address: 'audit.{service}.{company_id}',
    summary: 'Where the chains of the audit logs end, on the stream AUDIT, which keeps the last of each',
    servers: NATS,
  };
  draft.channel('audit.end', { [message.name]: message }, { ...about, parameters });
  for (const service of OPERATED_SERVICES) draft.operation('send', service, 'keep', 'audit.end');
}

function addBroadcasts(draft: Draft): void {
  for (const { subject, summary, data, senders, listeners, example } of BROADCASTS) {
    const message = { name: subject, summary, payload: draft.book.add(data, 'output'), examples: [{ payload: example }] };
    const description = 'To every replica at once, over core NATS and without a promise that it arrives.';
    draft.channel(subject, { [subject]: message }, { address: subject, summary, description, servers: NATS });
    for (const service of senders) draft.operation('send', service, 'broadcast', subject, { summary });
    for (const service of listeners) draft.operation('receive', service, 'hear', subject, { summary });
  }
}
