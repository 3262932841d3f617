import type { Evidence, Owner } from './evidence.js';
import type { Finding } from './findings.js';

/** Versions of an aggregate are 1, 2, 3, … each once, and their outbox ids grow with them. */
export function checkSequences({ events }: Pick<Evidence, 'events'>, owner: Owner): Finding[] {
  const where = `outbox of ${owner}`;
  return [...Map.groupBy(events[owner], (event) => event.aggregate_id)].flatMap(([id, ofAggregate]) => {
    const versions = ofAggregate.map((event) => event.version);
    const found: Finding[] = [];
    const distinct = new Set(versions);
    if (distinct.size < versions.length) found.push({ wrong: 'doubled', where, id, detail: `versions ${versions.join(' ')}` });
    if (Math.max(...versions) > distinct.size) found.push({ wrong: 'lost', where, id, detail: `versions ${versions.join(' ')}` });
    if (!isAscending(versions)) found.push({ wrong: 'out_of_order', where, id, detail: `versions ${versions.join(' ')}` });
    return found;
  });
}

/** Equal neighbours are doubled, not out of order. */
export function isAscending(versions: readonly number[]): boolean {
  return versions.every((version, index) => index === 0 || (versions[index - 1] as number) <= version);
}
