import { Database } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import type { Caller } from '@smartcontent/testing';
import type { IndexedDocument } from '../src/indexed-document.js';
import { SearchIndex } from '../src/search/search-index.service.js';

/** Writes documents of the caller's company as the indexing does: into the index, then as what counts. */
export async function writeDocuments(service: RunningService, caller: Caller, documents: readonly IndexedDocument[]): Promise<void> {
  const index = service.get(SearchIndex);
  const written = await index.write(documents);
  await service.get(Database).withTenant(await caller.context(), (tx) => index.show(tx, written));
}
