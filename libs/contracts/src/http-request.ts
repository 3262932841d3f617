import type { HttpFace } from './define.js';
import { takesBody } from './operation-errors.js';
import { withoutUndefined } from './without-undefined.js';

/**
 * A face's request as a client sends it: fields named in the path go there, the rest into the query (GET, DELETE) or the JSON body.
 * Fields that are undefined are left out.
 */
export function httpRequestOf(face: HttpFace, input: Readonly<Record<string, unknown>>): { path: string; body: string | undefined } {
  const rest: Record<string, unknown> = withoutUndefined(input);
  const path = face.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (takesBody(face)) return { path, body: JSON.stringify(rest) };
  const query = new URLSearchParams(Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)])).toString();
  return { path: query ? `${path}?${query}` : path, body: undefined };
}
