import { Injectable } from '@nestjs/common';
import { StreamEraser } from '@smartcontent/bus';
import { Cache, KeyEraser } from '@smartcontent/cache';
import type { ErasedPlace, ErasureTarget } from '@smartcontent/contracts';
import { Bus, type Eraser } from '@smartcontent/service';
import { ErasuresStore } from './erasures.store.js';

/** What all services share: the keys of Redis, whose owners' ids identity knows, and the ends of audit chains, which it alone may take away. */
@Injectable()
export class SharedPlacesEraser implements Eraser {
  private readonly keys: KeyEraser;
  private readonly streams: StreamEraser;

  constructor(
    private readonly store: ErasuresStore,
    cache: Cache,
    bus: Bus,
  ) {
    this.keys = new KeyEraser(cache);
    this.streams = new StreamEraser(bus.connection, 'identity');
  }

  async erase(target: ErasureTarget): Promise<ErasedPlace[]> {
    const knownIds = await this.store.acrossCompanies((tx) => this.store.knownIds(tx, target));
    const keys = await this.keys.erase(target, knownIds);
    return target.userId === null ? [keys, await this.streams.eraseAuditEnds(target)] : [keys];
  }
}
