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
import { gatherEvidence, OWNERS } from './evidence.js';
import type { Finding } from './findings.js';

/** Everything that is wrong in the stores, given what clients were told. The load must have ended and everything had its time to drain. */
export async function checkRun(stores: StoreAccess, ledger: Ledger, sandboxFolder: string): Promise<Finding[]> {
  const evidence = await gatherEvidence(stores, ledger);
  const found: Finding[] = [];
  for (const owner of OWNERS) {
    found.push(...checkSequences(evidence, owner));
    found.push(...(await checkWrites(evidence, owner)));
    found.push(...(await checkConsumers(evidence, owner)));
  }
  found.push(...(await checkContents(evidence)));
  found.push(...(await checkActivity(evidence)));
  found.push(...(await checkPosts(evidence, sandboxFolder)));
  found.push(...(await checkIngest(evidence)));
  found.push(...(await checkLeftovers(stores)));
  return found;
}
