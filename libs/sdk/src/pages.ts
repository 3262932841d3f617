import { ask } from './ask.js';
import type { Answer } from './calls.js';
import { type Operation, requestOf } from './operation.js';
import type { CallOptions, Transport } from './transport.js';

/** The items of all pages, from the one that the input asks for. A page is asked for when the items before it have been taken. */
export async function* eachItem(
  transport: Transport,
  operation: Operation,
  input: object = {},
  options: CallOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  for (let cursor: string | undefined; ; ) {
    const wire = requestOf(operation, cursor === undefined ? input : { ...input, cursor });
    const answer = await ask(transport, operation, wire, options);
    yield* itemsOf(answer);
    cursor = nextOf(answer);
    if (cursor === undefined) return;
  }
}

function itemsOf({ body }: Answer<unknown>): readonly unknown[] {
  return Array.isArray(body) ? body : ((body as { items: readonly unknown[] }).items ?? []);
}

/** Of a page of items, or of the Link header where the answer is the items alone. */
function nextOf({ body, headers }: Answer<unknown>): string | undefined {
  if (!Array.isArray(body)) return (body as { next_cursor?: string | null }).next_cursor ?? undefined;
  const link = linkOf(headers.get('link') ?? '', 'next');
  return (link && new URL(link, 'http://any.invalid').searchParams.get('cursor')) || undefined;
}

/** The target of this relation in a Link header (RFC 8288). */
export function linkOf(header: string, relation: string): string | undefined {
  for (const [, target, parameters = ''] of header.matchAll(/<([^>]*)>((?:\s*;\s*[\w!#$&+.^`|~-]+\*?\s*=\s*(?:"[^"]*"|[^",;\s]+))*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]+))/i.exec(parameters);
    if ((rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes(relation)) return target;
  }
  return undefined;
}
