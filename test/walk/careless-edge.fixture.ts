import { type FastifyInstance, fastify } from 'fastify';
import { Redis } from 'ioredis';
import type { World } from './world.js';

/** An edge as somebody might write it who forgets what keeps companies apart: it knows who is asking, and does not ask what for. */
export class CarelessEdge implements AsyncDisposable {
  private constructor(
    private readonly app: FastifyInstance,
    readonly redis: Redis,
  ) {}

  static async start({ addresses, a, b, viewer, keys }: World): Promise<CarelessEdge> {
    const redis = new Redis(addresses.redisUrl);
    const app = fastify({ forceCloseConnections: true });
    const known = new Set([
      a.admin.token,
      b.admin.token,
      viewer.token,
      keys.publishable,
      ...Object.values(keys.narrow),
      addresses.operatorKey,
    ]);
    app.addHook('onRequest', async ({ headers }, reply) => {
      if (!known.has((headers.authorization ?? '').replace('Bearer ', '')))
        return reply.code(401).send({ code: 'GATEWAY_CREDENTIAL_INVALID' });
      return undefined;
    });
    // No scope is asked for.
    app.get('/v1/users', async () => ({ items: [], next_cursor: null }));
    // The entry is believed to be of whoever asks.
    const entry = async (key: string) => JSON.parse(((await redis.get(key)) ?? '0 0 {}').replace(/^\S+ \S+ /, ''));
    app.get<{ Params: { id: string } }>('/v1/content/:id', ({ params }) => entry(`content:cache:${params.id}`));
    app.get('/v1/sessions', async () => entry(`user:session:${b.admin.id}`));
    app.get<{ Params: { id: string } }>('/v1/content/:id/engagement', ({ params }) => redis.hgetall(`engagement:live:${params.id}`));
    // Everybody hears what the admin of A and that of B are told.
    app.get('/v1/notifications/stream', async (_request, reply) => {
      const told = await Promise.all([a, b].map(({ admin }) => redis.xrange(`notifications:${admin.id}`, '-', '+')));
      return reply.type('text/event-stream').send(
        told
          .flat()
          .map(([, fields]) => `data: ${fields.join(' ')}\n\n`)
          .join(''),
      );
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    return new CarelessEdge(app, redis);
  }

  get url(): string {
    return this.app.listeningOrigin;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.redis.disconnect();
    await this.app.close();
  }
}
