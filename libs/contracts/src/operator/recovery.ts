import { z } from 'zod';
import { defineRequest, type ServiceName } from '../define.js';
import { instant } from '../page.js';
import { operatorFace } from './operator-face.js';

const example = { from: '2026-01-06T09:00:00.000Z', to: '2026-01-06T09:30:00.000Z' };

/** Only what the service itself publishes stands in its outbox. */
const rangeOf = (service: ServiceName) =>
  z
    .strictObject({
      from: instant.describe('Events committed from this instant on'),
      to: instant.describe('and before this one'),
      subject: z
        .string()
        .max(255)
        .regex(new RegExp(`^evt\\.${service}(?:\\.[\\w-]+)+$`), `must be the subject of an event of ${service}: evt.${service}.…`)
        .optional(),
    })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], message: 'must lie after from' });

/** What the operator may ask for when events of `service`, or what it made of events, must be brought back. */
export function recoveryRequests(service: ServiceName) {
  return {
    ReplayEvents: defineRequest({
      subject: `rpc.${service}.event.replay.v1`,
      summary: `Publish events of ${service} again with their own ids, for a broker that lost them; consumers that know them do nothing`,
      input: rangeOf(service),
      output: z.object({
        requeued: z.number().int().describe('Events that are published again'),
        lost: z.number().int().describe('Events of the range whose payload is not kept any more, an hour after they were published'),
      }),
      http: operatorFace('POST', `/v1/operator/${service}/events/replay`),
      example: { input: example, output: { requeued: 1_204, lost: 0 } },
    }),
    RebuildProjection: defineRequest({
      subject: `rpc.${service}.projection.rebuild.v1`,
      summary: `Empty a projection of ${service} and fill it from its streams again`,
      input: z.strictObject({
        projection: z
          .string()
          .max(64)
          .regex(/^[a-z][a-z0-9-]*$/, 'must be the name of a projection, such as activity'),
      }),
      output: z.object({ projection: z.string(), sources: z.array(z.string()).describe('Services whose events it is filled from') }),
      errors: ['PLATFORM_PROJECTION_NOT_FOUND'],
      http: operatorFace('POST', `/v1/operator/${service}/projections/{projection}/rebuild`, 202),
      example: { input: { projection: 'activity' }, output: { projection: 'activity', sources: ['content', 'scheduling'] } },
    }),
  };
}
