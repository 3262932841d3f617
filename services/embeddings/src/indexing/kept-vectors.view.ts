import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import { ContentChunks } from '../search/content-chunks.service.js';
import { embeddedText } from '../text/chunk-text.js';

/** A text has no more chunks. */
const ALL = 65_535;

/** The vectors that the index has already, by what was embedded. */
@Injectable()
export class KeptVectors {
  constructor(private readonly contents: ContentChunks) {}

  /** Of what is found now. */
  async of(context: RequestContext, contentId: string, model: string): Promise<Map<string, Float32Array>> {
    const content = await this.contents.of(context, contentId, ALL);
    const kept = content?.chunks.filter((chunk) => chunk.model === model) ?? [];
    return new Map(kept.map(({ text, vector }) => [embeddedText(content?.title ?? '', text), Float32Array.from(vector)]));
  }
}
