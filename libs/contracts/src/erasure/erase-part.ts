import { z } from 'zod';
import { defineRequest, type ServiceName } from '../define.js';
import { OPERATED_SERVICES, type OperatedService } from '../operator/operator-requests.js';

/** What became of one place where data are kept: a table, a stream, the keys of Redis. */
export const erasedPlaceSchema = z.object({
  place: z.string().describe('postgres.<table>, nats.<stream>, redis or clickhouse.<table>'),
  erased: z.number().int().describe('Rows, messages or keys that were taken away or emptied'),
  left: z.number().int().describe('Those that were there when it was counted last'),
  unread: z.number().int().optional().describe('Of a stream: messages of anybody that were not looked at yet; ask again'),
});
export type ErasedPlace = z.infer<typeof erasedPlaceSchema>;

/** Whose data are erased: a whole company's, or of one person what is personal. */
export interface ErasureTarget {
  readonly companyId: string;
  /** Null: the whole company. */
  readonly userId: string | null;
}

type Part = Exclude<OperatedService, 'identity'>;

/** Each service's part of an erasure; identity, which asks for them, does its own. */
export const ERASE_PARTS = Object.fromEntries(
  OPERATED_SERVICES.filter((service) => service !== 'identity').map((service) => [service, partOfService(service)]),
) as Record<Part, ReturnType<typeof partOfService>>;

function partOfService(service: ServiceName) {
  return defineRequest({
    subject: `rpc.${service}.erasure.erase.v1`,
    summary: `Erase what ${service} keeps of the company that identity acts for, or of one of its people, a piece at a time`,
    input: z.strictObject({ user_id: z.uuid().nullable().describe('null: everything of the company') }),
    output: z.object({ places: z.array(erasedPlaceSchema) }),
    callers: ['identity'],
    isForServices: true,
    example: { input: { user_id: null }, output: { places: [{ place: 'postgres.outbox', erased: 42, left: 0 }] } },
  });
}
