import { type EventContract, type EventOf, instant } from '@smartcontent/contracts';

/** An event before its data is looked at: enough to order it, to count its attempts and to pass it over. */
export type Envelope = Omit<EventOf, 'data'>;

/** A message that no retry will make readable. */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
}

const LINE_BREAKS = /[\r\n]+/g;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** CloudEvents 1.0 attributes as lines of a message's headers ("binary mode", with the prefix `ce-`). */
export function writeEnvelope(attributes: Readonly<Record<string, string>>): string {
  let lines = '';
  for (const name in attributes) lines += `ce-${name}: ${attributes[name]?.replace(LINE_BREAKS, ' ')}\r\n`;
  return lines;
}

/**
 * From the headers of a message, by their names.
 * @throws MalformedEvent that names the attribute at fault.
 */
export function readEnvelope(subject: string, values: Readonly<Record<string, string | undefined>>): Envelope {
  const need = (name: string, fits: (value: string) => boolean): string => {
    const value = values[`ce-${name}`];
    if (value !== undefined && fits(value)) return value;
    throw new MalformedEvent(`ce-${name} is ${value === undefined ? 'missing' : 'malformed'}`);
  };
  // PostgreSQL answers in small letters, and what it answers is compared with this.
  const needUuid = (name: string) => need(name, (value) => UUID.test(value)).toLowerCase();
  return {
    id: needUuid('id'),
    subject: subject as EventContract['subject'],
    time: need('time', (value) => instant.safeParse(value).success),
    companyId: needUuid('companyid'),
    aggregateId: needUuid('aggregateid'),
    aggregateVersion: Number(need('aggregateversion', (value) => /^[1-9]\d{0,14}$/.test(value))),
    correlationId: need('correlationid', (value) => value.length > 0),
    causationId: values['ce-causationid'] ?? null,
    actor: need('actor', (value) => value.length > 0),
    traceparent: values['ce-traceparent'] ?? null,
  };
}

/** @throws MalformedEvent where the data is no JSON or does not fit the contract. */
export function readEvent<C extends EventContract>(contract: C, envelope: Envelope, data: Uint8Array): EventOf<C> {
  let json: unknown;
  try {
    // A view: `Buffer.from(data)` alone would copy it.
    json = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString());
  } catch (error) {
    throw new MalformedEvent('the data is not JSON', { cause: error });
  }
  const parsed = contract.data.safeParse(json);
  if (parsed.success) return { ...envelope, data: parsed.data } as EventOf<C>;
  const [issue] = parsed.error.issues;
  throw new MalformedEvent(`${issue?.path.join('.') || 'the data'}: ${issue?.message}`, { cause: parsed.error });
}
