/** A part of a list, newest first by id. */
interface Part<T> {
  readonly items: readonly T[];
  readonly has_more: boolean;
}

/**
 * The newest of all parts, as if they were one list. A part that has more says nothing of what is older than its last item, so neither does
 * the whole.
 */
export function joinParts<T extends { readonly id: string }>(parts: readonly Part<T>[], limit: number): { items: T[]; hasMore: boolean } {
  const ends = parts.flatMap((part) => (part.has_more ? [part.items.at(-1)?.id ?? ''] : []));
  const floor = ends.toSorted().at(-1) ?? '';
  const known = parts.flatMap((part) => part.items).filter((item) => item.id >= floor);
  known.sort((a, b) => (a.id < b.id ? 1 : -1));
  return { items: known.slice(0, limit), hasMore: ends.length > 0 || known.length > limit };
}
