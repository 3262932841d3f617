import type { Erasure, ErasureReport } from '@smartcontent/contracts';
import type { ErasureRow } from './erasures.store.js';

/** An erasure as it is answered. */
export function viewOf({ report, ...row }: ErasureRow): Erasure {
  const places = Object.values(report);
  const sum = (name: 'erased' | 'left') => places.reduce((total, place) => total + place[name], 0);
  return { ...row, state: row.finished_at ? 'done' : 'running', erased: sum('erased'), left: sum('left') };
}

/** The same with every place. */
export function reportOf(row: ErasureRow): ErasureReport {
  const places = Object.entries(row.report).map(([key, { erased, left }]) => {
    const [service = '', place = ''] = key.split(' ');
    return { service, place, erased, left };
  });
  return {
    ...viewOf(row),
    places: places.toSorted((one, other) => (`${one.service} ${one.place}` < `${other.service} ${other.place}` ? -1 : 1)),
  };
}
