import type { DeadLetter } from '@smartcontent/bus';
import type { DeadLetterDetail, DeadLetterView } from '@smartcontent/contracts';

/** Whatever somebody put into a letter, a page of a hundred and a letter shown whole fit into one answer. */
const NAME_LENGTH = 100;
const TEXT_LENGTH = 255;
const ERROR_LENGTH = 500;
const ATTEMPTS_SHOWN = 10;
const HEADERS_SHOWN = 50;
const JSON_SHOWN_BYTES = 256 * 1024;
const TEXT_SHOWN_BYTES = 64 * 1024;

/** A dead letter as it stands in a list. */
export function viewOf(letter: DeadLetter): DeadLetterView {
  const { envelope } = letter;
  return {
    service: letter.service,
    sequence: letter.sequence,
    subject: letter.subject.slice(0, TEXT_LENGTH),
    cause: letter.cause.slice(0, NAME_LENGTH),
    error: letter.error.slice(0, ERROR_LENGTH),
    dead_at: letter.at,
    consumer: letter.consumer.slice(0, NAME_LENGTH),
    stream: letter.stream.slice(0, NAME_LENGTH),
    stream_sequence: letter.streamSequence,
    event: envelope && {
      id: envelope.id,
      time: envelope.time.slice(0, NAME_LENGTH),
      company_id: envelope.companyId,
      aggregate_id: envelope.aggregateId,
      aggregate_version: envelope.aggregateVersion,
      correlation_id: envelope.correlationId.slice(0, TEXT_LENGTH),
      actor: envelope.actor.slice(0, TEXT_LENGTH),
    },
  };
}

/** A dead letter with everything that helps to understand it. */
export function detailOf(letter: DeadLetter): DeadLetterDetail {
  const data = jsonOf(letter.data);
  const headers = Object.entries(letter.headers).slice(0, HEADERS_SHOWN);
  return {
    ...viewOf(letter),
    history: letter.history
      .slice(-ATTEMPTS_SHOWN)
      .map(({ at, cause }) => ({ at: at.slice(0, NAME_LENGTH), cause: cause.slice(0, ERROR_LENGTH) })),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.slice(0, NAME_LENGTH), value.slice(0, ERROR_LENGTH)])),
    data: data ?? null,
    text: data === undefined ? Buffer.from(letter.data.subarray(0, TEXT_SHOWN_BYTES)).toString() : null,
    bytes: letter.data.length,
  };
}

function jsonOf(data: Uint8Array): DeadLetterDetail['data'] | undefined {
  if (data.length > JSON_SHOWN_BYTES) return undefined;
  try {
    return JSON.parse(Buffer.from(data).toString()) as DeadLetterDetail['data'];
  } catch {
    return undefined;
  }
}
