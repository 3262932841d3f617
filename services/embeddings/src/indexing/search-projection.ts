import type { Projection } from '@smartcontent/bus';
import { setBackIndex } from './snapshot.store.js';

/** The index can be made anew, also where ClickHouse lost it: from what content says now, and from the texts that were put here. */
export const searchProjection: Projection = { name: 'search', sources: ['content'], clear: (tx) => setBackIndex(tx) };
