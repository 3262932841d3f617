import { z } from 'zod';
import { defineRequest, type ServiceName } from '../define.js';
import { operatorFace } from './operator-face.js';

/** What the operator asks of `service` when the master key changes. */
export function secretRequests(service: ServiceName) {
  return {
    RotateSecrets: defineRequest({
      subject: `rpc.${service}.secret.rotate.v1`,
      summary: `Wrap the data keys of what ${service} has sealed with its present master key, a piece at a time`,
      input: z.strictObject({ limit: z.number().int().min(1).max(500).default(200).describe('Rows of this piece') }),
      output: z.object({
        master_key_id: z.string().describe('The master key that wraps from now on: the start of its SHA-256'),
        rewrapped: z.number().int(),
        unopened: z.number().int().describe('Rows that were met and do not open with any master key that the service was given'),
        remaining: z.number().int().describe('Rows that another master key still wraps; ask again until it is 0'),
      }),
      http: operatorFace('POST', `/v1/operator/${service}/secrets/rotate`),
      example: { input: { limit: 200 }, output: { master_key_id: '0123456789abcdef', rewrapped: 42, unopened: 0, remaining: 0 } },
    }),
  };
}
