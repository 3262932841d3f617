import { Injectable } from '@nestjs/common';
import {
  AppError,
  type CheckDuplicates,
  type FindNearDuplicates,
  type InputOf,
  type NearDuplicate,
  type OutputOf,
  type RequestContext,
} from '@smartcontent/contracts';
import { fingerprintOf, nearness } from '@smartcontent/likeness';
import { FingerprintsStore } from './fingerprints.store.js';

const MAX_NEAR_DUPLICATES = 5;

@Injectable()
export class DuplicatesService {
  constructor(private readonly store: FingerprintsStore) {}

  async find(
    { fingerprint, except_content_id }: InputOf<typeof FindNearDuplicates>,
    context: RequestContext,
  ): Promise<OutputOf<typeof FindNearDuplicates>> {
    const { sketch, bands } = fingerprint;
    return { items: await this.#near(Buffer.from(sketch, 'base64'), bands, except_content_id, context) };
  }

  async check({ text, content_id }: InputOf<typeof CheckDuplicates>, context: RequestContext): Promise<OutputOf<typeof CheckDuplicates>> {
    const fingerprint = content_id === undefined ? fingerprintOf(text ?? '') : await this.store.find(context, content_id);
    if (fingerprint === undefined) throw new AppError('EMBEDDINGS_DOCUMENT_NOT_FOUND');
    if (!fingerprint?.sketch) return { items: [], is_comparable: false };
    return { items: await this.#near(fingerprint.sketch, fingerprint.bands, content_id ?? null, context), is_comparable: true };
  }

  async #near(
    sketch: Uint8Array,
    bands: readonly string[],
    exceptContentId: string | null,
    context: RequestContext,
  ): Promise<NearDuplicate[]> {
    const candidates = await this.store.candidates(context, bands, exceptContentId);
    return candidates
      .flatMap((candidate) => {
        const near = nearness(sketch, candidate.sketch);
        return near === null
          ? []
          : [{ content_id: candidate.content_id, title: candidate.title, similarity: Math.round(near * 1_000) / 1_000 }];
      })
      .sort((a, b) => b.similarity - a.similarity || (a.content_id < b.content_id ? 1 : -1))
      .slice(0, MAX_NEAR_DUPLICATES);
  }
}
