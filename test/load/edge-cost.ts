import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { type Figures, median } from './figures.js';
import type { HttpPlatform } from './http-platform.js';
import { type HttpRows, TEXT, TITLE } from './http-rows.js';
import type { LoadRequest } from './load.js';

const CONTENTS = 500;
const WARM_UP_PAIRS = 500;
const PAIRS = 3_000;

/** One route, through the gateway and through the plain door. */
interface Route {
  readonly name: string;
  readonly status: number;
  /** `edge`: with what a caller sends for the edge. */
  next(isEdge: boolean): LoadRequest;
}

/**
 * What the edge adds to one request: authentication, limits, the Idempotency-Key and the actor token, with all else that the gateway does beside
 * them (correlation id, headers, log line, metrics). Each pair asks the same route of the same service once through the gateway and once through
 * a plain Fastify route, in turn first, so that whatever else the machine does falls on both; the median of the differences counts.
 */
export async function measureEdge(platform: HttpPlatform, rows: HttpRows): Promise<Figures> {
  const { authorization } = platform;
  const plainUrl = await platform.startPlainDoor();
  const ids = await rows.seed(platform, CONTENTS);
  const body = JSON.stringify({ content_type: 'blog_post', title: TITLE, content_text: TEXT });
  const json = { 'content-type': 'application/json' };
  const nothing: Record<string, string> = {};
  const create: Route = {
    name: 'create',
    status: 201,
    next: (isEdge) => {
      const headers = isEdge ? { ...json, authorization, 'idempotency-key': randomUUID() } : json;
      return { method: 'POST', path: '/v1/content', headers, body };
    },
  };
  let reads = 0;
  const get: Route = {
    name: 'get',
    status: 200,
    next: (isEdge) => ({
      method: 'GET',
      path: `/v1/content/${ids[(reads++ >> 1) % CONTENTS]}`,
      headers: isEdge ? { authorization } : nothing,
    }),
  };
  const urls = { edge: platform.gatewayUrl, plain: plainUrl };
  const created = await measurePairs(create, urls);
  const read = await measurePairs(get, urls);
  return {
    edge_added_ms: created.addedMs,
    edge_added_get_ms: read.addedMs,
    create_edge_p50_ms: created.edgeMs,
    create_plain_p50_ms: created.plainMs,
    get_edge_p50_ms: read.edgeMs,
    get_plain_p50_ms: read.plainMs,
  };
}

interface Pairs {
  readonly addedMs: number;
  readonly edgeMs: number;
  readonly plainMs: number;
}

async function measurePairs(route: Route, urls: { readonly edge: string; readonly plain: string }): Promise<Pairs> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const edge: number[] = [];
  const plain: number[] = [];
  for (let pair = -WARM_UP_PAIRS; pair < PAIRS; pair += 1) {
    const isEdgeFirst = pair % 2 === 0;
    const first = await timed(route, isEdgeFirst, urls, agent);
    const second = await timed(route, !isEdgeFirst, urls, agent);
    if (pair < 0) continue;
    edge.push(isEdgeFirst ? first : second);
    plain.push(isEdgeFirst ? second : first);
  }
  agent.destroy();
  const added = edge.map((milliseconds, index) => milliseconds - (plain[index] ?? 0));
  return { addedMs: median(added), edgeMs: median(edge), plainMs: median(plain) };
}

/** Milliseconds from sending to the last byte. */
function timed(route: Route, isEdge: boolean, urls: { readonly edge: string; readonly plain: string }, agent: Agent): Promise<number> {
  const { body, ...options } = route.next(isEdge);
  const startedAt = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sent = request((isEdge ? urls.edge : urls.plain) + options.path, { ...options, agent }, (response) => {
    response.resume().once('end', () => resolve(performance.now() - startedAt));
    if (response.statusCode !== route.status) reject(new Error(`${route.name} was answered with ${response.statusCode}`));
  });
  sent.once('error', reject).end(body);
  return promise;
}
