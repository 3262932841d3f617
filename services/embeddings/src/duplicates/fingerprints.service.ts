import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import { fingerprintOf } from '@smartcontent/likeness';
import { FingerprintsStore } from './fingerprints.store.js';

export interface FingerprintedText {
  readonly companyId: string;
  readonly contentId: string;
  readonly title: string | null;
  readonly text: string | null;
}

/** Keeps the fingerprints of what is indexed, in the transaction that marks it so. */
@Injectable()
export class Fingerprints {
  constructor(private readonly store: FingerprintsStore) {}

  /** In place of the one before. */
  keep(tx: Tx, { text, ...of }: FingerprintedText): Promise<void> {
    const { sketch, bands } = fingerprintOf(text ?? '') ?? { sketch: null, bands: [] };
    return this.store.keep(tx, { ...of, sketch: sketch && Buffer.from(sketch), bands: [...bands] });
  }

  drop(tx: Tx, companyId: string, contentIds: readonly string[]): Promise<void> {
    return this.store.drop(tx, companyId, contentIds);
  }
}
