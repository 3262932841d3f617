/** How an operation is asked, and what comes back: JSON, a page of a list, lines, a stream of events; `ingest` takes events in. */
export interface Operation {
  /** As the client calls it, such as `content.create`. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `{braces}` where fields of the input go. */
  readonly path: string;
  readonly kind: 'json' | 'list' | 'download' | 'stream' | 'ingest';
  /** Carried out once for an Idempotency-Key. */
  readonly takesKey?: boolean;
  /** Sent again without a key it does no harm, also where it was carried out. */
  readonly isSafeTwice?: boolean;
  /** Nobody has to be known. */
  readonly isOpen?: boolean;
}

/** What goes over the wire. */
export interface WireRequest {
  readonly method: Operation['method'];
  readonly path: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Fields that the path names go there, the rest into the query or the JSON body; what is undefined is left out. */
export function requestOf({ method, path: template }: Operation, input: object): WireRequest {
  const rest: Record<string, unknown> = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    if (value === undefined || value === null || value === '') throw new TypeError(`${name} is missing: it stands in the path ${template}`);
    return encodeURIComponent(String(value));
  });
  if (method !== 'GET' && method !== 'DELETE') {
    return { method, path, body: JSON.stringify(rest), headers: { 'content-type': 'application/json' } };
  }
  const query = new URLSearchParams(Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)])).toString();
  return { method, path: query ? `${path}?${query}` : path, headers: {} };
}
