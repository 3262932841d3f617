import { z } from 'zod';
import { defineRequest, type ServiceName } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';
import { operatorFace } from './operator-face.js';

/** Why an event was given up. `killer` ended its process again and again. */
export const DEAD_CAUSES = ['malformed', 'unknown-version', 'permanent', 'exhausted', 'killer'] as const;
export type DeadCause = (typeof DEAD_CAUSES)[number];

const EVENT_SUBJECT = /^(?:[\w-]+|\*)(?:\.(?:[\w-]+|\*))*(?:\.>)?$/;

/** A subject, or a pattern of NATS: `*` stands for one word, `>` for all that follow. */
export const subjectPattern = z
  .string()
  .max(255)
  .regex(EVENT_SUBJECT, 'must be a subject, with * for one word or > at its end')
  .refine((text) => !text.startsWith('dlq.'), 'must be the subject of the event, without dlq and the service');

const sequence = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).describe('Place in the dead letters of its service');

export const deadLetterSchema = z
  .object({
    service: z.string().describe('Which service gave the event up'),
    sequence: z.number().int(),
    subject: z.string().describe('Subject of the event'),
    cause: z.string().describe(DEAD_CAUSES.join(', ')),
    error: z.string().describe('What the last attempt failed with'),
    dead_at: instant,
    consumer: z.string().describe('Durable that had it'),
    stream: z.string(),
    stream_sequence: z.number().int().nullable(),
    event: z
      .object({
        id: z.string(),
        time: z.string(),
        company_id: z.string(),
        aggregate_id: z.string(),
        aggregate_version: z.number().int(),
        correlation_id: z.string(),
        actor: z.string(),
      })
      .nullable()
      .describe('null where the message has no readable envelope: it can be shown and dropped, not replayed'),
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetterView = z.infer<typeof deadLetterSchema>;

const detailSchema = deadLetterSchema
  .extend({
    history: z.array(z.object({ at: z.string(), cause: z.string() })).describe('The last attempts'),
    headers: z.record(z.string(), z.string()).describe('Headers of the event as they came'),
    data: z.json(),
    text: z.string().nullable().describe('Beginning of its data where that is no JSON or too large to show; data is null then'),
    bytes: z.number().int().describe('Length of its data'),
  })
  .meta({ id: 'DeadLetterDetail' });
export type DeadLetterDetail = z.infer<typeof detailSchema>;

const example: DeadLetterView = {
  service: 'content',
  sequence: 17,
  subject: 'evt.scheduling.post.published.v1',
  cause: 'permanent',
  error: 'CONTENT_NOT_FOUND: There is no such content',
  dead_at: '2026-01-06T09:00:01.000Z',
  consumer: 'content_EVT_SCHEDULING',
  stream: 'EVT_SCHEDULING',
  stream_sequence: 4_711,
  event: {
    id: '0192f0c1-7a00-7000-8000-000000000007',
    time: '2026-01-06T09:00:00.120Z',
    company_id: '0192f0c1-7a00-7000-8000-000000000001',
    aggregate_id: '0192f0c1-7a00-7000-8000-000000000008',
    aggregate_version: 2,
    correlation_id: '0192f0c1-7a00-7000-8000-000000000009',
    actor: 'service:scheduling',
  },
};
const exampleDetail: DeadLetterDetail = {
  ...example,
  history: [{ at: '2026-01-06T09:00:01.000Z', cause: 'CONTENT_NOT_FOUND: There is no such content' }],
  headers: { 'ce-id': '0192f0c1-7a00-7000-8000-000000000007' },
  data: { content_id: '0192f0c1-7a00-7000-8000-000000000004' },
  text: null,
  bytes: 59,
};

/** What the operator may ask about the events that `service` gave up. */
export function deadLetterRequests(service: ServiceName) {
  const base = `/v1/operator/${service}/dead-letters` as const;
  return {
    ListDeadLetters: defineRequest({
      subject: `rpc.${service}.dead-letter.list.v1`,
      summary: `List what ${service} gave up, oldest first; a page of a filtered list may hold fewer than it could`,
      input: z.strictObject({
        ...pageInput,
        cause: z.enum(DEAD_CAUSES).optional(),
        subject: subjectPattern.optional().describe('Subject of the events; * and > as in NATS'),
        company_id: z.uuid().optional(),
      }),
      output: pageOf(deadLetterSchema),
      errors: ['PLATFORM_CURSOR_INVALID'],
      http: operatorFace('GET', base),
      example: { input: {}, output: { items: [{ ...example, service }], next_cursor: null } },
    }),
    GetDeadLetter: defineRequest({
      subject: `rpc.${service}.dead-letter.get.v1`,
      summary: 'Show a dead letter with its history, headers and data',
      input: z.strictObject({ sequence }),
      output: detailSchema,
      errors: ['PLATFORM_DEAD_LETTER_NOT_FOUND'],
      http: operatorFace('GET', `${base}/{sequence}`),
      example: { input: { sequence: 17 }, output: { ...exampleDetail, service } },
    }),
    ReplayDeadLetter: defineRequest({
      subject: `rpc.${service}.dead-letter.replay.v1`,
      summary: 'Give the event to its handler again, and take the letter away where that succeeds',
      input: z.strictObject({ sequence }),
      output: z.object({
        outcome: z
          .enum(['replayed', 'duplicate'])
          .describe('duplicate: its effect was there already; the letter is taken away all the same'),
      }),
      errors: ['PLATFORM_DEAD_LETTER_NOT_FOUND', 'PLATFORM_DEAD_LETTER_UNREADABLE', 'PLATFORM_DEAD_LETTER_FAILING'],
      http: operatorFace('POST', `${base}/{sequence}/replay`),
      example: { input: { sequence: 17 }, output: { outcome: 'replayed' } },
    }),
    DropDeadLetter: defineRequest({
      subject: `rpc.${service}.dead-letter.drop.v1`,
      summary: 'Take a dead letter away without handling it',
      input: z.strictObject({ sequence }),
      output: z.object({ outcome: z.enum(['dropped', 'gone']).describe('gone: it was replayed, dropped or past its time before') }),
      errors: ['PLATFORM_DEAD_LETTER_NOT_FOUND'],
      http: operatorFace('DELETE', `${base}/{sequence}`),
      example: { input: { sequence: 17 }, output: { outcome: 'dropped' } },
    }),
  };
}
