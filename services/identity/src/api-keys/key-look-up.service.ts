import { Injectable } from '@nestjs/common';
import { type OutputOf, type ResolveApiKey, ROLE_SCOPES } from '@smartcontent/contracts';
import { grantedLimits } from '../granted-limits.js';
import { IdentityTelemetry } from '../telemetry.js';
import { ApiKeysStore } from './api-keys.store.js';
import { keyLimits } from './key-limits.js';

/** Answers the gateway whose key it was shown. */
@Injectable()
export class KeyLookUp {
  constructor(
    private readonly store: ApiKeysStore,
    private readonly telemetry: IdentityTelemetry,
  ) {}

  /** A key never does more than its maker may do now, whatever it was given when it was made. */
  async resolve(keyHash: string): Promise<OutputOf<typeof ResolveApiKey>> {
    const found = await this.store.resolve(keyHash);
    this.telemetry.keyResolved(found?.state ?? 'unknown');
    if (!found) return { state: 'unknown' };
    if (found.state !== 'valid') return { state: found.state };
    const { company_id, client_id, user_id, role, tier, expires_at, kind, allowed_origins } = found;
    const scopes = found.scopes.filter((scope) => ROLE_SCOPES[role].includes(scope));
    const limits = keyLimits(tier, grantedLimits(found.api_limits).limits, found.limits ?? undefined);
    return {
      state: 'valid',
      actor: { kind: 'client', company_id, client_id, user_id, role, tier, scopes, ...limits },
      expires_at,
      kind,
      allowed_origins,
      ...(found.limits && { budget_id: found.key_id }),
    };
  }
}
