import type { Ledger } from '../ledger.js';
import type { StoreAccess } from '../store-access.js';
import { checkActivity } from './check-activity.js';
import { checkConsumers } from './check-consumers.js';
import { checkContents } from './check-contents.js';
import { checkIngest } from './check-ingest.js';
import { checkLeftovers } from './check-leftovers.js';
import { checkPosts } from './check-posts.js';
import { checkSequences } from './check-sequences.js';
import { checkWrites } from './check-writes.js';
import type { Finding } from './findings.js';
import { OWNERS, readEvents, type StoredEvent } from './stored-events.js';

/** Everything that is wrong in the stores, given what clients were told. The load must have ended and everything had its time to drain. */
export async function checkRun(stores: StoreAccess, ledger: Ledger, sandboxFolder: string): Promise<Finding[]> {
  const companies = ledger.companies.map((company) => company.id);
  const found: Finding[] = [];
  const all: StoredEvent[] = [];
  for (const owner of OWNERS) {
    const events = await readEvents(stores, owner, companies);
    found.push(...checkSequences(owner, events));
    found.push(...(await checkWrites(stores, ledger, owner, events)));
    found.push(...(await checkConsumers(stores, ledger, owner, events)));
    all.push(...events);
    if (owner === 'content') found.push(...(await checkContents(stores, ledger, events)));
  }
  found.push(...(await checkActivity(stores, ledger, all)));
  found.push(...(await checkPosts(stores, ledger, sandboxFolder)));
  found.push(...(await checkIngest(stores, ledger)));
  found.push(...(await checkLeftovers(stores)));
  return found;
}
