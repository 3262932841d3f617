import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import { buildAsyncApi, buildOpenApi, EVENTS, REQUESTS, type RequestContract } from '@smartcontent/contracts';
import type { FastifyInstance } from 'fastify';
import { refuseOthers } from '../http/mount-faces.js';
import { DOCS_PAGE, DOCS_POLICY, DOCS_SCRIPT } from './docs-page.js';

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
const require = createRequire(import.meta.url);
const { version } = require('../../package.json') as { version: string };

/** What tells a newcomer about the API: links, the OpenAPI and AsyncAPI documents, and pages to browse the first. Needs no network. */
export async function mountDocs(app: FastifyInstance, contracts: readonly RequestContract[], publicUrl: string | null): Promise<void> {
  const openApi = JSON.stringify(buildOpenApi(contracts, { version, servers: [publicUrl ?? '/'] }));
  const asyncApi = JSON.stringify(buildAsyncApi(REQUESTS, EVENTS, { version }));
  const links = JSON.stringify({
    name: 'SmartContent',
    version,
    docs: '/docs',
    openapi: '/openapi.json',
    asyncapi: '/asyncapi.json',
    live: '/livez',
    ready: '/readyz',
  });
  page(app, '/', 'application/json; charset=utf-8', links);
  page(app, '/openapi.json', 'application/json; charset=utf-8', openApi);
  page(app, '/asyncapi.json', 'application/json; charset=utf-8', asyncApi);
  page(app, '/docs', 'text/html; charset=utf-8', DOCS_PAGE, DOCS_POLICY);
  page(app, '/docs/start.js', 'text/javascript; charset=utf-8', DOCS_SCRIPT);
  await app.register(fastifyStatic, { root: dirname(require.resolve('swagger-ui-dist/package.json')), serve: false, cacheControl: false });
  for (const asset of ASSETS) {
    app.get(`/docs/${asset}`, (_request, reply) => reply.header('cache-control', 'public, max-age=3600').sendFile(asset));
    refuseOthers(app, `/docs/${asset}`, ['GET']);
  }
}

function page(app: FastifyInstance, url: string, type: string, body: string, policy?: string): void {
  app.get(url, (_request, reply) => {
    if (policy) reply.header('content-security-policy', policy);
    return reply.type(type).send(body);
  });
  refuseOthers(app, url, ['GET']);
}
