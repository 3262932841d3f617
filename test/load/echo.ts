import { contentSchema, defineRequest, exampleContent } from '@smartcontent/contracts';
import { z } from 'zod';

/** A request like GetContent in everything but its answer, which its service has at hand. */
export const EchoContent = defineRequest({
  subject: 'rpc.sandbox.content.echo.v1',
  summary: 'What a request through gateway and NATS costs when nothing is looked up',
  input: z.strictObject({ content_id: z.uuid() }),
  output: contentSchema,
  http: { method: 'GET', path: '/v1/echo/{content_id}', scope: 'content:read', rateClass: 'read' },
  example: { input: { content_id: exampleContent.id }, output: exampleContent },
});
