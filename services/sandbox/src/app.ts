import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import type { SandboxConfig } from './config.js';
import { mountInboxes } from './inboxes/inboxes.routes.js';
import { InboxesStore } from './inboxes/inboxes.store.js';
import { mountMailboxes } from './mailboxes/mailboxes.routes.js';
import { MailboxesStore } from './mailboxes/mailboxes.store.js';
import { openSmtpDoor } from './mailboxes/smtp-door.js';
import { ModelBoxes } from './models/model-boxes.js';
import { mountModels } from './models/models.routes.js';

export { readConfig } from './config.js';

export interface RunningSandbox extends AsyncDisposable {
  readonly url: string;
  /** Where it takes mail. */
  readonly smtpUrl: string;
}

/** Starts the played platforms. They are the outside world: no NATS, none of our stores. */
export async function start(config: SandboxConfig): Promise<RunningSandbox> {
  mkdirSync(config.dataFolder, { recursive: true });
  const store = new InboxesStore(join(config.dataFolder, 'sandbox.db'));
  const mailboxes = new MailboxesStore(join(config.dataFolder, 'mailboxes.db'));
  const app = Fastify({ bodyLimit: 4 * 1024 * 1024, forceCloseConnections: true });
  keepRawBodies(app);
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error instanceof ZodError ? 422 : (error.statusCode ?? 500);
    return reply.code(status).send({ error: error.message });
  });
  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => ({ status: 'ok' }));
  mountInboxes(app, store);
  mountMailboxes(app, mailboxes);
  mountModels(app, new ModelBoxes());
  const smtp = await openSmtpDoor(mailboxes, config.host, config.smtpPort);
  const url = await app.listen({ host: config.host, port: config.port });
  return {
    url,
    smtpUrl: `smtp://${config.host}:${smtp.port}`,
    async [Symbol.asyncDispose]() {
      await app.close();
      await smtp.close();
      store.close();
      mailboxes.close();
    },
  };
}

/** A signature covers the bytes that were sent, so posts stay text until they are verified. */
function keepRawBodies(app: FastifyInstance): void {
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (request.url.startsWith('/inboxes/') && request.url.endsWith('/messages')) return done(null, body);
    try {
      done(null, JSON.parse(body as string));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
}
