import { type Actor, actorSchema, type Content, contentSchema } from '@smartcontent/contracts';
import { readServiceConfig, type ServiceConfig } from '@smartcontent/service';
import { z } from 'zod';

/** What the bench tells the bare handler's process. */
export function readBareConfig(env = process.env): { readonly port: number; readonly postgresUrl: string } {
  const { PORT, POSTGRES_URL } = z.object({ PORT: z.coerce.number(), POSTGRES_URL: z.url() }).parse(env);
  return { port: PORT, postgresUrl: POSTGRES_URL };
}

/** The echo takes the place of a service that asks no store. */
export function readEchoConfig(env = process.env): ServiceConfig {
  return readServiceConfig('sandbox', env, {});
}

/** The service that handles the events of `bench bus`. */
export function readHandlerConfig(env = process.env): ServiceConfig {
  return readServiceConfig('content', env, { postgres: true });
}

/** The processes of scheduling, whose events those are. */
export function readWriterConfig(env = process.env): ServiceConfig {
  return readServiceConfig('scheduling', env, { postgres: true });
}

/** The two ends of the calls of `bench bus`. */
export function readRequestPeerConfig(role: 'client' | 'server', env = process.env): ServiceConfig {
  return readServiceConfig(role === 'client' ? 'gateway' : 'sandbox', env, {});
}

/** The door without an edge speaks to the services as the gateway would, always for the same caller. */
export function readPlainDoorConfig(env = process.env): { readonly service: ServiceConfig; readonly port: number; readonly actor: Actor } {
  const service = readServiceConfig('gateway', env, {});
  return { service, port: service.port ?? 0, actor: actorSchema.parse(JSON.parse(env.ACTOR ?? '')) };
}

/** The content that the echo answers. */
export function readEchoAnswer(env = process.env): Content {
  return contentSchema.parse(JSON.parse(env.ECHO_ANSWER ?? ''));
}

/** The environment of a person's own shell, for commands that a person would give there. */
export function shellEnvironment(env = process.env): Record<string, string> {
  const isOurs = ([name]: [string, string | undefined]) => /^(?:npm_|pnpm_|SMARTCONTENT_|NODE_|INIT_CWD$)/i.test(name);
  const own = Object.fromEntries(Object.entries(env).filter((entry) => !isOurs(entry))) as Record<string, string>;
  // `pnpm run` puts the workspace's own programs first.
  const path = (own.PATH ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  return { ...own, PATH: path.join(':') };
}

/** What `bench search` searches: a file of posts as NDJSON, and how many chunks the company has among ten times as many. */
export function readSearchConfig(env = process.env): { readonly posts: string | undefined; readonly chunks: number } {
  const { SEARCH_POSTS, SEARCH_CHUNKS } = z
    .object({ SEARCH_POSTS: z.string().optional(), SEARCH_CHUNKS: z.coerce.number().default(100_000) })
    .parse(env);
  return { posts: SEARCH_POSTS, chunks: SEARCH_CHUNKS };
}
