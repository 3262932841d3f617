import { ACCESS_TOKEN, type DataOf, type LimitsGranted } from '@smartcontent/contracts';
import { LRUCache } from 'lru-cache';
import { callerOf, type Member } from './caller.js';

type Grant = Omit<DataOf<typeof LimitsGranted>, 'company_id'>;

/** Longer than any access token that was issued before it. */
const REMEMBERED_MS = (ACCESS_TOKEN.lifetimeSeconds + 60) * 1_000;
const REMEMBERED_MAX = 100_000;

/**
 * What companies were granted since the oldest access token that may still come. Nothing of it is asked for after it was missed: a session then
 * goes by what its token says until the next refresh, ten minutes at most.
 */
export class GrantedLimits {
  private readonly granted = new LRUCache<string, Grant>({ max: REMEMBERED_MAX, ttl: REMEMBERED_MS });

  note({ company_id, ...grant }: DataOf<typeof LimitsGranted>): void {
    this.granted.set(company_id, grant);
  }

  /** A later grant may have been missed. */
  forget(): void {
    this.granted.clear();
  }

  /** The caller of an access token, with the tier and limits that the company has by now. */
  applyTo(caller: Member): Member {
    const grant = this.granted.get(caller.actor.company_id);
    return grant ? callerOf({ ...caller.actor, ...grant }) : caller;
  }
}
