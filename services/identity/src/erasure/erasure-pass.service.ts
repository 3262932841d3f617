import { Injectable } from '@nestjs/common';
import { type ErasedPlace, OPERATED_SERVICES, type OperatedService } from '@smartcontent/contracts';
import { ErasureConfig } from '../config.js';
import { IdentityTelemetry } from '../telemetry.js';
import { ErasureCalls } from './erasure-calls.service.js';
import { type ErasureRow, ErasuresStore } from './erasures.store.js';

/** Another replica carries erasures out by now: whatever this one finds out says nothing any more. */
export class LeaseLost extends Error {
  constructor() {
    super('the lease of erasures was lost in the middle of a pass');
  }
}

/** One look through everything: every service erases what it finds. */
@Injectable()
export class ErasurePass {
  constructor(
    private readonly store: ErasuresStore,
    private readonly calls: ErasureCalls,
    private readonly config: ErasureConfig,
    private readonly telemetry: IdentityTelemetry,
  ) {}

  /** Takes up the erasures whose turn it is. */
  begin(): Promise<ErasureRow[]> {
    return this.store.acrossCompanies((tx) => this.store.beginPasses(tx));
  }

  /** A service that is away holds up none of the others; the next pass asks it again. `beforeEach` is called before each request. */
  async run(erasure: ErasureRow, beforeEach: () => Promise<void>, stopping: AbortSignal): Promise<void> {
    const waitsFor: string[] = [];
    let found = 0;
    for (const service of OPERATED_SERVICES) {
      try {
        found += await this.eraseIn(service, erasure, beforeEach);
      } catch (error) {
        stopping.throwIfAborted();
        if (error instanceof LeaseLost) throw error;
        waitsFor.push(service);
        this.telemetry.erasureWaits(erasure.id, service, error);
      }
    }
    const { settleSeconds } = this.config;
    const isClean = found === 0 && waitsFor.length === 0;
    const isDone = await this.store.acrossCompanies((tx) => this.store.endPass(tx, erasure, { isClean, waitsFor, settleSeconds }));
    if (isDone) this.telemetry.erasureDone(erasure.id, erasure.passes);
  }

  /** Piece after piece, until nothing is left. @returns how much there was */
  private async eraseIn(service: OperatedService, erasure: ErasureRow, beforeEach: () => Promise<void>): Promise<number> {
    const target = { companyId: erasure.company_id, userId: erasure.user_id };
    let found = 0;
    for (;;) {
      await beforeEach();
      const places = await this.calls.erase(service, target);
      await this.store.acrossCompanies((tx) => this.store.note(tx, erasure.id, service, places));
      const [erased, left] = [sum(places, 'erased'), sum(places, 'left')];
      const unread = places.reduce((total, place) => total + (place.unread ?? 0), 0);
      found += erased + left;
      if (unread === 0 && (left === 0 || erased === 0)) return found;
    }
  }
}

function sum(places: readonly ErasedPlace[], name: 'erased' | 'left'): number {
  return places.reduce((total, place) => total + place[name], 0);
}
