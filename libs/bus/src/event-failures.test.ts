import { AppError } from '@smartcontent/contracts';
import { type InboxStore, newId } from '@smartcontent/database';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetters } from './dead-letters.js';
import type { Delivery } from './delivery.js';
import { type Envelope, MalformedEvent, readEvent } from './event-envelope.js';
import { EventFailures } from './event-failures.js';
import { HeldEvent } from './held-event.js';
import { PostChanged } from './test-bus.fixture.js';

type Line = [level: string, message: string, fields: Record<string, unknown>];
let lines: Line[];
let failures: EventFailures;
const keep =
  (level: string) =>
  (message: string, fields: Record<string, unknown> = {}) =>
    void lines.push([level, message, fields]);
const log = { info: keep('info'), warn: keep('warn'), error: keep('error') };
const envelope = { id: newId(), aggregateId: newId(), aggregateVersion: 1, correlationId: 'c-1' } as Envelope;
const held = () => new HeldEvent({ subject: PostChanged.subject, sequence: 7, term: () => {} } as Partial<Delivery> as Delivery, envelope);

beforeEach(() => {
  lines = [];
  const inbox = {
    bury: async () => ({ attempts: 1, history: [] }),
    recordFailure: async () => ({ attempts: 1, history: [] }),
  } as Partial<InboxStore> as InboxStore;
  const deadLetters = { publish: async () => {} } as Partial<DeadLetters> as DeadLetters;
  failures = new EventFailures({ inbox, deadLetters, retry: { maxAttempts: 3, firstDelayMs: 1 }, log });
});

describe('the log', () => {
  it('has a malformed event in one line that says what does not fit', async () => {
    let error: unknown;
    try {
      readEvent(PostChanged, envelope, Buffer.from('{"text":1,"other":2}'));
    } catch (thrown) {
      error = thrown;
    }
    await failures.bury(held(), { cause: 'malformed', error, history: [] });
    expect(error).toBeInstanceOf(MalformedEvent);
    const said = expect.stringMatching(/^MalformedEvent: text: Invalid input[^\n]*$/);
    expect(lines).toEqual([['error', 'an event went to the dead letters', expect.objectContaining({ cause: 'malformed', error: said })]]);
  });

  it('has no stack of a refusal that was foreseen, and that of a fault in the handler', async () => {
    await failures.count(held(), new AppError('PLATFORM_DEADLINE_EXCEEDED'));
    const fault = new TypeError('undefined is not a function');
    await failures.count(held(), fault);
    expect(lines.map(([, , { error }]) => error)).toEqual(['PLATFORM_DEADLINE_EXCEEDED: The answer did not come in time', fault]);
  });

  it('tells once that events wait for something, however many they are, and once that it is back', async () => {
    const waiting = Array.from({ length: 100 }, held);
    const away = new AppError('PLATFORM_STORE_UNAVAILABLE');
    for (const event of [...waiting, ...waiting]) failures.waitOut(event, away);
    for (const event of waiting) failures.settled(event);
    expect(lines).toEqual([
      ['warn', 'events wait for something that is away', expect.objectContaining({ subject: PostChanged.subject, sequence: 7 })],
      ['info', 'what events waited for is back', expect.objectContaining({ tries: 200 })],
    ]);
  });
});
