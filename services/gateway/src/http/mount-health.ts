import type { Health } from '@smartcontent/service';
import type { FastifyInstance } from 'fastify';
import { refuseOthers } from './mount-faces.js';

/** The two probes on the public port too, for whoever sees only that one. Which store is away is not for the public. */
export function mountHealth(app: FastifyInstance, health: Health): void {
  app.get('/livez', async (_request, reply) => reply.send({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const { status } = await health.read();
    if (status !== 'ready') reply.code(503).header('retry-after', '1');
    return reply.send({ status });
  });
  for (const url of ['/livez', '/readyz']) refuseOthers(app, url, ['GET']);
}
