import { Inject, Injectable, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { StreamEraser } from '@smartcontent/bus';
import type { ErasedPlace, ErasureTarget } from '@smartcontent/contracts';
import type { RowEraser } from '@smartcontent/database';

/** Takes away what a service keeps beside its tables and streams. Harmless to repeat; throws where its store is away. */
export interface Eraser {
  erase(target: ErasureTarget): Promise<readonly ErasedPlace[]>;
}

/** What a service erases with. Injectable by its class. */
export class ErasureParts {
  constructor(
    readonly rows: RowEraser,
    readonly streams: StreamEraser,
    /** Classes of providers of the service's own. */
    readonly further: readonly Type<Eraser>[],
  ) {}
}

/** One service's part of an erasure. */
@Injectable()
export class ServiceEraser {
  constructor(
    @Inject(ErasureParts) private readonly parts: ErasureParts,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
  ) {}

  /**
   * Erases for some seconds and says what is left; call again until that is nothing. Rows go before messages: a relay that looks for the
   * message of a row which is still there, and does not find it, would take the stream for broken and publish what came after anew. So streams wait until no
   * row is left, and are looked at as far as they went before: what is written meanwhile has its row still.
   */
  async erase(target: ErasureTarget): Promise<ErasedPlace[]> {
    const { rows, streams, further } = this.parts;
    const places: ErasedPlace[] = [];
    for (const type of further) places.push(...(await this.modules.get(type, { strict: false }).erase(target)));
    const ends = await streams.ends();
    const rowsOf = await rows.erase(target);
    places.push(...rowsOf);
    return rowsOf.some(({ left }) => left > 0) ? places : [...places, ...(await streams.erase(target, ends))];
  }
}
