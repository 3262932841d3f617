import type { FastifyRequest } from 'fastify';

/** Any base does: the links are told without one, as they go from the address of the request (RFC 8288, RFC 3986 section 4.2). */
const BASE = 'http://edge';

/**
 * `Link` of a page (RFC 8288): `first`, and `next` where another page follows. Each is the request's own target, filters and all,
 * with another cursor.
 */
export function linkHeader({ url }: Pick<FastifyRequest, 'url'>, nextCursor: string | null): string {
  const { pathname, searchParams } = new URL(`${BASE}${url}`);
  searchParams.delete('cursor');
  const first = `${link(pathname, searchParams)}; rel="first"`;
  if (nextCursor === null) return first;
  searchParams.set('cursor', nextCursor);
  return `${link(pathname, searchParams)}; rel="next", ${first}`;
}

/** What URL writes of a path or query holds no `>` and no line end. */
function link(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text === '' ? `<${path}>` : `<${path}?${text}>`;
}
